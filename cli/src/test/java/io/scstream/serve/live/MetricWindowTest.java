package io.scstream.serve.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.schema.MetricRecord;
import io.scstream.schema.Role;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The last values of each series, in their order. */
class MetricWindowTest {
  private final MetricWindow window = new MetricWindow();

  private void add(String lineage, String metric, @Nullable Role role, long step) {
    window.add(
        MetricRecord.newBuilder()
            .setLineage(lineage)
            .setMetric(metric)
            .setValue(step / 2.0)
            .setStep(step)
            .setCells(1)
            .setRole(role)
            .setMeasuredAt(Instant.ofEpochMilli(1000 * step))
            .build());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64, 65, 2047, 2048, 2049, 5000})
  void theLastOnesAreKeptInOrder(int count) {
    for (int step = 1; step <= count; step++) {
      add("screen", "loss", null, step);
    }
    MetricWindow.Series series = window.series("screen", metric -> true, 10_000).get(0);
    List<Long> expected =
        LongStream.rangeClosed(Math.max(1, count - MetricWindow.VALUES + 1), count)
            .boxed()
            .toList();
    assertThat(series.steps()).isEqualTo(expected);
    assertThat(series.values().get(0)).isEqualTo(expected.get(0) / 2.0);
    assertThat(series.timesMs().get(0)).isEqualTo(1000 * expected.get(0));
    MetricWindow.Series last = window.series("screen", metric -> true, 1).get(0);
    assertThat(last.steps()).containsExactly((long) count);
  }

  @Test
  void rolesAndModelsAreApart() {
    add("screen", "loss", null, 1);
    add("screen", "loss", Role.TARGET, 2);
    add("screen", "lr", null, 3);
    add("screening", "loss", null, 4);
    assertThat(window.series("screen", "loss"::equals, 10))
        .extracting(MetricWindow.Series::role)
        .containsExactly(null, "target");
    assertThat(window.series("screening", metric -> true, 10)).hasSize(1);
    assertThat(window.lineages()).containsExactly("screen", "screening");
  }

  @Test
  void seriesBeyondTheBoundAreCountedAndNotKept() {
    for (int i = 0; i < 1030; i++) {
      add("screen", "bwt." + i, null, 1);
    }
    assertThat(window.size()).isEqualTo(1024);
    assertThat(window.leftOut()).isEqualTo(6);
  }
}
