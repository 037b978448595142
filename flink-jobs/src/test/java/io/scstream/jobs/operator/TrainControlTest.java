package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.Valve;
import io.scstream.jobs.publish.ManifestWriter;
import io.scstream.jobs.publish.StoreFactory;
import io.scstream.jobs.publish.VersionDraft;
import io.scstream.schema.ControlCommand;
import io.scstream.store.ModelStore;
import io.scstream.store.StagedVersion;
import io.scstream.store.Staging;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainControlTest {
  private static final ScstreamConfig CONFIG = TrainHarness.config();
  private static final Valve VALVE = Valve.of("so-cvae");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void aPauseClosesTheValveAndOutlivesTheAttempt() throws Exception {
    OperatorSubtaskState saved;
    try (TrainHarness harness = TrainHarness.open(CONFIG, null)) {
      harness.command(ControlCommand.PAUSE, null);
      assertThat(VALVE.reasons()).containsExactly("paused");
      harness.chunk(0, 8); // It was on its way.
      saved = harness.checkpoint(1);
    }
    assertThat(VALVE.isOpen()).as("after the attempt").isTrue();
    try (TrainHarness harness = TrainHarness.open(CONFIG, saved)) {
      assertThat(VALVE.reasons()).containsExactly("paused");
      harness.command(ControlCommand.RESUME, null);
      assertThat(VALVE.isOpen()).isTrue();
      saved = harness.checkpoint(2);
    }
    try (TrainHarness harness = TrainHarness.open(CONFIG, saved)) {
      assertThat(VALVE.isOpen()).isTrue();
      assertThat(harness.alerts()).isEmpty();
    }
  }

  @Test
  void pausesAndPublicationsOnRequestChangeNothingElse() throws Exception {
    List<VersionDraft> plain = run(false);
    List<VersionDraft> disturbed = run(true);
    assertThat(plain).hasSizeGreaterThan(3);
    assertThat(disturbed.size()).isGreaterThan(plain.size());
    List<Long> steps = plain.stream().map(version -> version.facts().step()).toList();
    List<VersionDraft> same =
        disturbed.stream().filter(v -> steps.contains(v.facts().step())).toList();
    assertThat(contents(same)).isEqualTo(contents(plain));
  }

  private static List<Object> contents(List<VersionDraft> versions) {
    List<Object> contents = new ArrayList<>();
    versions.forEach(
        version -> {
          contents.add(version.facts().step());
          version.blobs().values().forEach(blob -> contents.add(Arrays.hashCode(blob)));
        });
    return contents;
  }

  private static List<VersionDraft> run(boolean isDisturbed) throws Exception {
    try (TrainHarness harness = TrainHarness.open(CONFIG, null)) {
      for (int chunk = 0; chunk < 20; chunk++) {
        harness.chunk(chunk, 8);
        if (isDisturbed && chunk % 3 == 0) {
          harness.command(ControlCommand.PAUSE, null);
          harness.command(ControlCommand.PUBLISH_NOW, null);
          harness.command(ControlCommand.RESUME, null);
        }
      }
      harness.end();
      return harness.versions();
    }
  }

  @Test
  void goesBackToAPublishedVersion() throws Exception {
    StoreFactory stores = StoreFactory.folder(folder.toString());
    ManifestWriter manifests =
        new ManifestWriter(
            "so-cvae", new TreeMap<>(), new ManifestWriter.Platform("test", "cpu", 1));
    TrainOperator.Surroundings outside = TrainHarness.surroundings(CONFIG, stores);
    try (TrainHarness harness =
            TrainHarness.open(CONFIG, outside, new HashMapStateBackend(), null);
        ModelStore store = stores.open()) {
      long chunk = 0;
      for (; chunk < 12; chunk++) {
        harness.chunk(chunk, 8);
      }
      harness.checkpoint(1);
      List<VersionDraft> published = harness.versions();
      assertThat(published).hasSizeGreaterThan(1);
      for (VersionDraft draft : published) {
        publish(store, manifests, draft);
      }
      long first = published.get(0).facts().step();

      rollBack(harness, store, first);

      // One was on its way when the command came.
      store.setAlias("so-cvae", "latest", published.get(1).facts().step(), Optional.of(first));
      harness.completed(1);
      assertThat(store.alias("so-cvae", "latest").orElseThrow().version()).isEqualTo(first);

      harness.chunk(chunk, 8);
      harness.command(ControlCommand.PUBLISH_NOW, null);
      harness.checkpoint(2);
      VersionDraft next = harness.versions().get(published.size());
      assertThat(next.facts().counts().parentStep()).isEqualTo(first);
      assertThat(next.facts().gauge()).isEqualTo(published.get(0).facts().gauge());
      assertThat(next.facts().step())
          .isGreaterThan(published.get(published.size() - 1).facts().step());
    }
  }

  private static void rollBack(TrainHarness harness, ModelStore store, long first)
      throws Exception {
    harness.command(ControlCommand.PUBLISH_NOW, null); // To be dropped.
    harness.command(ControlCommand.ROLL_BACK, 5L);
    harness.command(ControlCommand.ROLL_BACK, first);
    assertThat(harness.alerts())
        .contains("WARN control refused: Unknown version: so-cvae@5; expected a published one")
        .last()
        .asString()
        .startsWith("INFO control training goes on from version " + first);
    assertThat(store.alias("so-cvae", "latest").orElseThrow().version()).isEqualTo(first);
    assertThat(harness.messages())
        .anyMatch(message -> message.getValue().topic().equals("sc.model-events.v1"));
  }

  private static void publish(ModelStore store, ManifestWriter manifests, VersionDraft draft) {
    try (Staging staging = store.stage(manifests.version(draft.facts()))) {
      draft.blobs().forEach(staging::put);
      StagedVersion staged = staging.finish();
      store.publish(staged, manifests.manifest(draft.facts(), staged, Instant.EPOCH));
    }
  }

  @Test
  void everyCommandOfTheLineageIsAnswered() throws Exception {
    try (TrainHarness harness = TrainHarness.open(CONFIG, null)) {
      harness.command("another", ControlCommand.PAUSE, null);
      harness.raw(new byte[0]);
      assertThat(harness.alerts()).isEmpty();
      assertThat(VALVE.isOpen()).isTrue();

      harness.raw("nonsense".getBytes(StandardCharsets.UTF_8));
      harness.command(ControlCommand.PUBLISH_NOW, null);
      harness.command(ControlCommand.ROLL_BACK, null);
      harness.command(ControlCommand.UNKNOWN, null);
      harness.command(ControlCommand.PAUSE, null);
      assertThat(harness.alerts())
          .containsExactly(
              "WARN unreadable-command ignored",
              "WARN control refused: No cell has come yet",
              "WARN control refused: Missing version; expected that of a published version",
              "WARN control refused: Unknown command; expected one of this release",
              "INFO control paused: no more cells are taken in");
    }
  }
}
