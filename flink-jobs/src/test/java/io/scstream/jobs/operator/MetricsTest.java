package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.data.Role;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.stream.ChunkReport;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsTest {

  @Test
  void onlyALatentLibraryHasADivergence() {
    ElboTerms observed = new ElboTerms(10, 2, 1, 1, 8);
    assertThat(names(observed))
        .contains("a|kl_salient_prequential")
        .doesNotContain("a|kl_library_prequential");
    // Of the role, and of both together.
    assertThat(names(observed.withLibrary(0.5)))
        .filteredOn(name -> name.equals("a|kl_library_prequential"))
        .hasSize(2);
  }

  private static List<String> names(ElboTerms terms) {
    ChunkReport report =
        new ChunkReport(
            Map.of(Role.TARGET, terms), List.of(), 3, false, List.of(), Optional.empty());
    return new Metrics("metrics", "a")
        .ofChunk(report, 8, 1, Instant.EPOCH).stream()
            .map(message -> new String(message.key(), StandardCharsets.UTF_8))
            .toList();
  }
}
