package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.catalogue.TrainMetric;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.connect.Valve;
import io.scstream.jobs.publish.VersionDraft;
import io.scstream.schema.ControlCommand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TrainGuardTest {
  private static final ScstreamConfig CONFIG = TrainHarness.config();
  private static final int CHUNKS = 20;
  private static final int BAD = 9;

  /** With the bad chunk as it is, or without it. */
  private static List<Object> run(boolean withBad) throws Exception {
    List<VersionDraft> versions;
    try (TrainHarness harness = TrainHarness.open(CONFIG, null)) {
      for (int chunk = 0; chunk < CHUNKS; chunk++) {
        if (chunk != BAD) {
          harness.chunk(chunk, 8);
        } else if (withBad) {
          harness.chunk(TestChunks.placed(TestChunks.chunk(chunk, 8, 1e300)));
        }
      }
      harness.end();
      versions = harness.versions();
      assertThat(harness.alerts())
          .isEqualTo(
              withBad ? List.of("WARN quarantined dead-lettered; training goes on") : List.of());
      assertThat(TrainOperatorTest.letters(harness.messages()))
          .extracting(letter -> letter.getReason() + " " + letter.getStage())
          .isEqualTo(withBad ? List.of("quarantined train") : List.of());
    }
    List<Object> contents = new ArrayList<>();
    for (VersionDraft version : versions) {
      contents.add(version.facts().counts());
      contents.add(version.facts().metrics());
      version.blobs().values().forEach(blob -> contents.add(Arrays.hashCode(blob)));
    }
    return contents;
  }

  @Test
  @Tag("acceptance-8")
  void aChunkThatMakesNoNumbersLeavesNoTrace() throws Exception {
    List<Object> without = run(false);
    assertThat(without).hasSizeGreaterThan(10);
    assertThat(run(true)).isEqualTo(without);
  }

  @Test
  void whatIsQuarantinedStaysSoAfterARestart() throws Exception {
    OperatorSubtaskState saved;
    try (TrainHarness harness = TrainHarness.open(CONFIG, null)) {
      harness.chunk(0, 8);
      harness.chunk(TestChunks.placed(TestChunks.chunk(1, 8, 1e300)));
      saved = harness.checkpoint(1);
    }
    try (TrainHarness harness = TrainHarness.open(CONFIG, saved)) {
      // The same chunk sent again, now with a size that could be computed with.
      harness.chunk(new PlacedChunk(TestChunks.raw(5, new byte[0]), TestChunks.chunk(1, 8)));
      assertThat(TrainOperatorTest.letters(harness.messages()))
          .extracting(letter -> letter.getReason())
          .containsExactly("quarantined");
    }
  }

  @Test
  void aHaltHoldsWhatWasOnItsWayAndGoesOnWithIt() throws Exception {
    ScstreamConfig nervous =
        TrainHarness.config(
            "train.adam.max-norm-factor=1.01",
            "train.guard.bad-steps=1",
            "train.guard.max-rollbacks=0");
    Valve valve = Valve.of("so-cvae");
    OperatorSubtaskState saved;
    long next = 0;
    try (TrainHarness harness = TrainHarness.open(nervous, null)) {
      while (valve.isOpen() && next < 200) {
        harness.chunk(next++, 8);
      }
      assertThat(valve.reasons()).containsExactly("halted");
      assertThat(harness.alerts())
          .contains("HALT halted no cells are taken in until a resume command");
      harness.chunk(next++, 8);
      harness.chunk(next++, 8);
      assertThat(harness.shown(TrainMetric.CHUNKS_HELD)).isEqualTo(2);
      saved = harness.checkpoint(1);
    }
    assertThat(valve.isOpen()).as("after the attempt").isTrue();
    try (TrainHarness harness = TrainHarness.open(nervous, saved)) {
      assertThat(valve.reasons()).containsExactly("halted");
      assertThat(harness.shown(TrainMetric.CHUNKS_HELD)).isEqualTo(2);
      harness.command(ControlCommand.RESUME, null);
      assertThat(harness.alerts())
          .last()
          .asString()
          .isEqualTo(
              "INFO control training goes on after a halt, first the 2 chunks that were held");
      saved = harness.checkpoint(2);
    }
    try (TrainHarness harness = TrainHarness.open(nervous, saved)) {
      harness.command(ControlCommand.RESUME, null);
      assertThat(harness.alerts()).last().asString().doesNotContain("2 chunks");
    }
  }
}
