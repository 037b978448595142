package io.scstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterReportTest {
  @Test
  void namesRefusedCommitsOnlyWhereThereAreSome() {
    assertThat(report(0).text()).doesNotContain("refused");
    assertThat(report(2).text())
        .contains("  refused commits since its last start: 2; messages may be lost");
  }

  private static ClusterReport report(long refusedCommits) {
    return new ClusterReport(
        "127.0.0.1:9092",
        "http://127.0.0.1:8081",
        "store",
        List.of(),
        List.of(new ClusterReport.Job("id", "embed-m", "RUNNING", 4, 4, 0, refusedCommits, "")));
  }
}
