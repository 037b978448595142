package io.scstream.jobs.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.schema.AlertRecord;
import io.scstream.schema.MetricRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "metrics.md");

  @Test
  void isWhatTheCatalogueSays() throws IOException {
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, MetricsPage.text());
    }
    assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
        .as("docs/metrics.md is stale; write it anew: %s", MetricsPage.COMMAND)
        .isEqualTo(MetricsPage.text());
  }

  @Test
  void everyFieldOfBothTopicsIsDescribed() {
    for (Schema schema : List.of(MetricRecord.getClassSchema(), AlertRecord.getClassSchema())) {
      assertThat(schema.getDoc()).isNotBlank();
      assertThat(schema.getFields())
          .allSatisfy(field -> assertThat(field.doc()).as(field.name()).isNotBlank());
    }
  }
}
