package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.publish.VersionFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions that go without their encoder are told of once. */
class EncoderWithheldTest {
  private static final String UNCHECKED = "publish.canary-cells=0";
  private static final String TOLD = "WARN encoder-withheld it is published without";

  private final List<String> alerts = new ArrayList<>();
  private int versions;

  /** The state after some chunks more. */
  private OperatorSubtaskState run(
      ScstreamConfig config, Optional<OperatorSubtaskState> from, int chunks) throws Exception {
    try (TrainHarness harness = TrainHarness.open(config, from.orElse(null))) {
      int first = from.isPresent() ? 10 : 0;
      for (int chunk = first; chunk < first + chunks; chunk++) {
        harness.chunk(chunk, 8);
      }
      OperatorSubtaskState state = harness.checkpoint(1);
      alerts.addAll(harness.alerts());
      versions += harness.versions().size();
      assertThat(harness.versions())
          .isNotEmpty()
          .allSatisfy(
              version ->
                  assertThat(version.blobs())
                      .containsKey(VersionFiles.WEIGHTS)
                      .doesNotContainKey(VersionFiles.ENCODER));
      return state;
    }
  }

  @Test
  void oneAlertIsForAllVersionsOfALineageWhateverRestartsBetween() throws Exception {
    ScstreamConfig config = TrainHarness.config(UNCHECKED);
    OperatorSubtaskState state = run(config, Optional.empty(), 10);
    assertThat(alerts).singleElement().asString().startsWith(TOLD);
    int before = versions;
    run(config, Optional.of(state), 10);
    assertThat(versions).isGreaterThan(before).isGreaterThan(2);
    assertThat(alerts).hasSize(1);
  }

  @Test
  void whoGoesOnFromItAsAnotherLineageIsToldAnew() throws Exception {
    OperatorSubtaskState state = run(TrainHarness.config(UNCHECKED), Optional.empty(), 10);
    run(
        TrainHarness.config(UNCHECKED, "lineage.name=other", "lineage.fork=true"),
        Optional.of(state),
        10);
    assertThat(alerts).hasSize(2).allMatch(alert -> alert.startsWith(TOLD));
  }

  @Test
  void aReasonThatChangesIsToldAnew() {
    ToldReason told = new ToldReason("screen", Optional.empty());
    assertThat(told.isNews("no canary")).isTrue();
    assertThat(told.isNews("no canary")).isFalse();
    assertThat(told.isNews("step 12: codes are off by 1.5E-5")).isTrue();
    assertThat(told.isNews("step 18: codes are off by 0.25")).isFalse();
    assertThat(told.isNews("no canary")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"screen", "other"})
  void whatWasToldIsKnownByItsDigestInItsLineage(String lineage) {
    // SHA-256 of "screen\nno canary", by sha256sum.
    String saved = "d921b68b53bce8cd7f5ee7c8aa57e187e9cdd5c718065a0262f01c6b60cdd547";
    assertThat(new ToldReason(lineage, Optional.of(saved)).isNews("no canary"))
        .isEqualTo(!lineage.equals("screen"));
  }
}
