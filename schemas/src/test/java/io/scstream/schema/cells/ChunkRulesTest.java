package io.scstream.schema.cells;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.Role;
import io.scstream.schema.Treatment;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ChunkRulesTest {
  static CellChunkRecord aChunk() {
    return ChunkBuilder.of("screen", "lane1", "0123456789abcdef", 10)
        .add(aCell("AAAC", Role.BACKGROUND, new int[] {0, 3, 9}, new int[] {1, 2, 300}))
        .add(aCell("AAAG", Role.TARGET, new int[] {}, new int[] {}))
        .add(aCell("AAAT", Role.TARGET, new int[] {4}, new int[] {70_000}))
        .build(7, true, Instant.ofEpochMilli(1_700_000_000_000L));
  }

  private static CellContent aCell(String id, Role role, int[] genes, int[] counts) {
    return CellContent.of(
        id,
        role,
        1234.0,
        genes,
        counts,
        new CellContent.Annotations(
            Map.of("cell_type", "B"),
            role == Role.TARGET ? List.of(new Treatment("STAT1", 2.0)) : List.of(),
            Optional.of("d1")));
  }

  @Test
  void acceptsWhatTheBuilderMakes() {
    assertThat(ChunkRules.check(aChunk())).isEmpty();
  }

  @Test
  void rowsComeBackAsTheyWentIn() {
    List<CellContent> cells = ChunkBuilder.cellsOf(aChunk());
    assertThat(cells).extracting(CellContent::id).containsExactly("AAAC", "AAAG", "AAAT");
    assertThat(cells.get(0).genes()).containsExactly(0, 3, 9);
    assertThat(cells.get(0).counts()).containsExactly(1, 2, 300);
    assertThat(cells.get(1).nonZeros()).isZero();
    assertThat(cells.get(2).annotations().treatments())
        .containsExactly(new Treatment("STAT1", 2.0));
    assertThat(cells.get(2).annotations().donor()).contains("d1");
  }

  @Test
  void reportsTheFieldTheValueAndWhatWasExpected() {
    assertThat(broken(c -> c.setCounts(LittleEndian.of(new int[] {1, -2, 300, 70_000}))))
        .contains("Invalid counts of cell AAAC: -2; expected 1 or more");
    assertThat(broken(c -> c.setCounts(LittleEndian.of(new int[] {1, 2, 300}))))
        .contains("Invalid counts: 3 values; expected 4, one an index");
    assertThat(broken(c -> c.setIndices(LittleEndian.of(new int[] {0, 3, 10, 4}))))
        .contains("Invalid indices of cell AAAC: 10; expected rising positions below 10");
    assertThat(broken(c -> c.setIndices(LittleEndian.of(new int[] {0, 3, 3, 4}))))
        .contains("Invalid indices of cell AAAC: 3; expected rising positions below 10");
    assertThat(broken(c -> c.setIndptr(LittleEndian.of(new int[] {0, 5, 3, 4}))))
        .hasValueSatisfying(text -> assertThat(text).startsWith("Invalid "));
    assertThat(broken(c -> c.setIndptr(LittleEndian.of(new int[] {0, 3, 4}))))
        .hasValueSatisfying(text -> assertThat(text).startsWith("Invalid indptr"));
    assertThat(broken(c -> c.setIndptr(ByteBuffer.wrap(new byte[15]))))
        .hasValueSatisfying(text -> assertThat(text).contains("broken int32"));
    assertThat(broken(c -> c.setLibrarySize(List.of(1.0, Double.NaN, 2.0))))
        .contains("Invalid library_size of cell AAAG: NaN; expected a finite number, 0 or more");
    assertThat(broken(c -> c.setRole(List.of(Role.TARGET))))
        .contains("Invalid role: 1 values; expected 3, one a cell");
    assertThat(broken(c -> c.setDonor(List.of("d1"))))
        .contains("Invalid donor: 1 values; expected 3, one a cell");
    assertThat(broken(c -> c.setCellIds(List.of("AAAC", "AAAC", "AAAT"))))
        .contains("Invalid cell_ids: a repeated id; expected unique ids");
    assertThat(broken(c -> c.setDataset("a|b")))
        .contains("Invalid dataset: a|b; expected a name without '|'");
    assertThat(broken(c -> c.setCovariates(Map.of("age", List.of("1")))))
        .contains("Invalid covariates[age]: 1 values; expected 3, one a cell");
    assertThat(
            broken(
                c ->
                    c.setTreatments(
                        List.of(List.of(), List.of(), List.of(new Treatment("x", -1.0))))))
        .contains("Invalid dose of x: -1.0; expected a finite number, 0 or more");
  }

  @Test
  void noticesAnyChangeOfContentByTheDigest() {
    assertThat(broken(c -> c.setCounts(LittleEndian.of(new int[] {1, 2, 301, 70_000}))))
        .hasValueSatisfying(text -> assertThat(text).startsWith("Invalid sha256"));
    assertThat(broken(c -> c.setChunkSeq(8)))
        .hasValueSatisfying(text -> assertThat(text).startsWith("Invalid sha256"));
    assertThat(broken(c -> c.setProducedAt(Instant.EPOCH))).isEmpty();
  }

  @Test
  void digestAndGeneSpaceAreTheSameOnEveryMachine() {
    assertThat(HexFormat.of().formatHex(ChunkDigest.of(aChunk()).bytes())).isEqualTo(DIGEST);
    assertThat(GeneSpaceId.of(List.of("GATA1", "KLF1"))).isEqualTo("60a5fb5ba6ab5bbb");
    assertThat(LittleEndian.of(new int[] {1, 258}).array()).containsExactly(1, 0, 0, 0, 2, 1, 0, 0);
  }

  private static final String DIGEST =
      "1818f33f580c79910c857753c7f75171e80381c8e6e1b56056e7d26f5da6f775";

  private static Optional<String> broken(Consumer<CellChunkRecord> change) {
    CellChunkRecord chunk = aChunk();
    change.accept(chunk);
    return ChunkRules.check(chunk).map(Violation::toString);
  }
}
