package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.publish.VersionDraft;
import io.scstream.schema.MetricRecord;
import io.scstream.schema.framing.SingleObjectFraming;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Gate, forgetting and learning rate in the operator that trains. */
class OversightRunTest {
  private static final ScstreamConfig CONFIG =
      TrainHarness.config(
          "publish.gate.promote=true",
          "publish.gate.standard-errors=0.5",
          "publish.gate.movement=0.8",
          "memory.forgetting.every-steps=4",
          "memory.forgetting.standard-errors=0.5",
          "memory.forgetting.in-a-row=2",
          "memory.forgetting.repair-steps=1",
          "input.holdout.share=0.4",
          "train.learning-rate=0.01",
          "train.adam.rate.ramp-steps=20",
          "train.adam.rate.decay-steps=100",
          "train.adam.rate.minimum=0.0005");
  private static final int CHUNKS = 40;

  private final List<VersionDraft> versions = new ArrayList<>();
  private final List<String> alerts = new ArrayList<>();
  private final List<MetricRecord> metrics = new ArrayList<>();

  private void run(int... checkpointsAfter) throws Exception {
    versions.clear();
    alerts.clear();
    metrics.clear();
    TrainHarness harness = TrainHarness.open(CONFIG, null);
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      harness.chunk(chunk, 1 + chunk % 9);
      for (int crash : checkpointsAfter) {
        if (crash == chunk) {
          OperatorSubtaskState state = harness.checkpoint(chunk);
          close(harness);
          harness = TrainHarness.open(CONFIG, state);
        }
      }
    }
    harness.end();
    close(harness);
  }

  private void close(TrainHarness harness) throws Exception {
    versions.addAll(harness.versions());
    alerts.addAll(harness.alerts());
    if (harness.messages() != null) {
      harness.messages().stream()
          .map(it -> it.getValue())
          .filter(message -> message.topic().equals("sc.metrics.v1"))
          .map(message -> SingleObjectFraming.of(MetricRecord.class).read(message.value()))
          .forEach(metrics::add);
    }
    harness.close();
  }

  private List<Double> verdicts() {
    return versions.stream()
        .map(it -> Objects.requireNonNull(it.facts().metrics().get("gate_passed")))
        .toList();
  }

  private List<Double> of(String metric) {
    return metrics.stream()
        .filter(it -> it.getMetric().equals(metric))
        .map(MetricRecord::getValue)
        .toList();
  }

  @Test
  void promotesForgetsAndLearnsAlikeThroughCrashes() throws Exception {
    run();
    List<String> uninterrupted = TrainHarness.digests(versions);
    List<Double> passed = verdicts();
    List<String> told = List.copyOf(alerts);
    List<Double> rates = of("lr");
    List<Double> transfer = of("bwt_mean");
    assertThat(passed).contains(0.0, 1.0);
    assertThat(transfer).isNotEmpty();
    run(0, 11, 12, 30);
    assertThat(TrainHarness.digests(versions)).isEqualTo(uninterrupted);
    assertThat(verdicts()).isEqualTo(passed);
    assertThat(alerts).isEqualTo(told);
    assertThat(of("lr")).isEqualTo(rates);
    assertThat(of("bwt_mean")).isEqualTo(transfer);
  }

  @Test
  void everyRefusalIsToldWithItsReasons() throws Exception {
    run();
    long refused = verdicts().stream().filter(it -> it == 0).count();
    assertThat(alerts)
        .filteredOn(it -> it.startsWith("WARN promotion-refused"))
        .hasSize((int) refused);
    for (VersionDraft version : versions) {
      boolean isBroken =
          version.facts().metrics().entrySet().stream()
              .anyMatch(it -> it.getKey().startsWith("gate.") && it.getValue() == 0);
      assertThat(version.facts().metrics().get("gate_passed")).isEqualTo(isBroken ? 0.0 : 1.0);
    }
  }

  @Test
  void theRateIsTold() throws Exception {
    run();
    List<MetricRecord> rates = metrics.stream().filter(it -> it.getMetric().equals("lr")).toList();
    assertThat(rates).hasSizeGreaterThan(10);
    for (MetricRecord rate : rates) {
      double step = rate.getStep();
      double expected = 0.01 * Math.min(1, step / 20) / Math.sqrt(1 + step / 100);
      assertThat(rate.getValue()).isCloseTo(Math.max(5e-4, expected), Offset.offset(1e-15));
    }
  }
}
