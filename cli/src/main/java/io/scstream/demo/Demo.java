package io.scstream.demo;

import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.embedded.EmbedRun;
import io.scstream.embedded.EmbeddedFlink;
import io.scstream.embedded.TrainRun;
import io.scstream.embedded.TrainingProgress;
import io.scstream.ingest.Ingest;
import io.scstream.ingest.IngestOptions;
import io.scstream.ingest.TerminalProgress;
import io.scstream.ingest.Topics;
import io.scstream.jobs.publish.ManifestWriter;
import io.scstream.matrix.ReadOptions;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Streams a file of perturbed cells through broker, job and store, all in this process. Started
 * again on the same folder it goes on where it was, however it had ended.
 */
public final class Demo {
  private final Place place;
  private final ConfigLoader.Loaded settings;
  private final ManifestWriter.Platform platform;
  private final Clock clock;

  /** Where a demo runs: the broker, and the folders for what it keeps and for its scratch. */
  public record Place(
      Map<String, Object> client, Path workdir, Path store, Path checkpoints, Path scratch) {}

  /** Prepares a demo. */
  public Demo(
      Place place, ConfigLoader.Loaded settings, ManifestWriter.Platform platform, Clock clock) {
    this.place = place;
    this.settings = settings;
    this.platform = platform;
    this.clock = clock;
  }

  /** Ends when every cell of the file has been learned from and embedded. */
  public DemoSummary toTheEnd(Path file, ReadOptions read, IngestOptions cells) {
    Instant begin = clock.instant();
    ingest(file, read, cells);
    try (EmbeddedFlink flink = EmbeddedFlink.start(place.scratch(), 1)) {
      try (TrainingProgress progress = progress()) {
        run(flink).toTheEnd(progress::look);
      }
      EmbedRun.start(flink, config(), config().lineage().name() + "@latest").await();
    }
    return summary(begin);
  }

  /** Goes on for ever, with cells that go on coming, embedding with every new version. */
  public void forEver(Path file, ReadOptions read, IngestOptions cells, LiveDemo live) {
    ingest(file, read, cells);
    try (EmbeddedFlink flink = EmbeddedFlink.start(place.scratch(), 2);
        FurtherBatches further = live.begin(flink);
        TrainingProgress progress = progress();
        FirstVersion first = new FirstVersion(place.store(), config())) {
      run(flink)
          .forEver(
              () -> {
                progress.look();
                first.ifThere(ref -> EmbedRun.start(flink, config(), ref));
              });
    }
  }

  private void ingest(Path file, ReadOptions read, IngestOptions cells) {
    Topics.ensure(place.client());
    new Ingest(place.client(), clock, TerminalProgress.onStandardError(clock), System.err::println)
        .run(List.of(file), read, cells);
  }

  private TrainRun run(EmbeddedFlink flink) {
    return new TrainRun(flink, place.checkpoints(), settings, platform);
  }

  private TrainingProgress progress() {
    return TrainingProgress.onStandardError(place.client(), config());
  }

  private DemoSummary summary(Instant begin) {
    try (ModelStore store = FileModelStore.open(place.store())) {
      Census census = new Census(place.client(), config(), store);
      return new DemoSummary(
          census.cells(),
          census.model(),
          Duration.between(begin, clock.instant()).toMillis() / 1000.0,
          place.store().toString(),
          place.workdir().toString());
    }
  }

  private ScstreamConfig config() {
    return settings.config();
  }
}
