package io.scstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeanTableTest {
  private final MeanTable table = new MeanTable();

  MeanTableTest() {
    table.add(0, Map.of("model", "a"), Map.of("score", 1.0));
    table.add(1, Map.of("model", "a"), Map.of("score", 2.0));
    table.add(0, Map.of("model", "b"), Map.of("score", 5.0));
    table.add(1, Map.of("model", "b"), Map.of("score", Double.NaN));
  }

  @Test
  void meansAreOverTheSeedsOfACase() {
    assertThat(table.json().get("means"))
        .isEqualTo(
            List.of(
                Map.of("model", "a", "seeds", 2L, "score", 1.5),
                // What was not found does not count.
                Map.of("model", "b", "seeds", 2L, "score", 5.0)));
    assertThat(table.json().get("rows"))
        .isEqualTo(
            List.of(
                Map.of("seed", 0L, "model", "a", "score", 1.0),
                Map.of("seed", 1L, "model", "a", "score", 2.0),
                Map.of("seed", 0L, "model", "b", "score", 5.0),
                Map.of("seed", 1L, "model", "b")));
  }

  @Test
  void peopleReadALineForEachCase() {
    assertThat(table.text().lines()).containsExactly("a (2)  score 1.500", "b (2)  score 5.000");
  }
}
