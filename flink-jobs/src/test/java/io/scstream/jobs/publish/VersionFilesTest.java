package io.scstream.jobs.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.schema.cells.GeneSpaceId;
import io.scstream.store.StoreException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionFilesTest {

  @Test
  void genesComeBackInTheirOrder() {
    List<String> ids = List.of("ENSG2", "ENSG1", "α 3");
    assertThat(VersionFiles.geneIds(VersionFiles.genes(GeneSpaceId.describe(ids, List.of()))))
        .isEqualTo(ids);
    List<String> names = List.of("A", "", "with\ta tab");
    assertThat(VersionFiles.geneIds(VersionFiles.genes(GeneSpaceId.describe(ids, names))))
        .isEqualTo(ids);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "",
      textBlock =
          """
          a/A      | no line, or the last one without its end; expected a line for each gene
          ;        | line 1; expected a new id, a tab and a name
          a/A;b;   | line 2; expected a new id, a tab and a name
          a/A;a/B; | line 2; expected a new id, a tab and a name
          /A;      | line 1; expected a new id, a tab and a name
          a/A;;    | line 2; expected a new id, a tab and a name
          """)
  void whatIsNoListOfGenesIsRefused(String text, String problem) {
    byte[] bytes = text.replace('/', '\t').replace(';', '\n').getBytes(UTF_8);
    refused(bytes, "Invalid genes.tsv: " + problem);
  }

  @Test
  void whatIsNoTextIsRefused() {
    refused(new byte[0], "Invalid genes.tsv: no line, or the last one without its end");
    refused(new byte[] {'a', (byte) 0xff, '\t', '\n'}, "Invalid genes.tsv: no text (");
  }

  private static void refused(byte[] bytes, String message) {
    assertThatThrownBy(() -> VersionFiles.geneIds(bytes))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(message);
  }
}
