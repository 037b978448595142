package io.scstream.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.scstream.config.ConfigLoader;
import io.scstream.jobs.connect.LagProbe;
import io.scstream.jobs.connect.RawRecord;
import io.scstream.jobs.connect.RawRecordCodec;
import io.scstream.jobs.connect.ValvedSource;
import io.scstream.jobs.operator.LearnerSettings;
import io.scstream.jobs.operator.TestChunks;
import io.scstream.jobs.publish.ManifestWriter;
import io.scstream.jobs.publish.StoreFactory;
import io.scstream.jobs.state.CodecTypeInfo;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.Publication;
import io.scstream.store.RunOrigin;
import io.scstream.store.StagedVersion;
import io.scstream.store.Staging;
import io.scstream.store.StoreException;
import io.scstream.store.VersionRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole training job on a Flink of its own, whose store, learner and announcer misbehave. */
class PublicationFaultsIT {
  private static final String LINEAGE = "faults";
  private static final ConfigLoader.Loaded SETTINGS =
      ConfigLoader.load(
          Optional.empty(),
          List.of(
              "lineage.name=" + LINEAGE,
              "model.hidden=8",
              "model.layers=1",
              "model.background-latent=2",
              "model.salient-latent=2",
              "train.minibatch-size=8",
              "train.new-cells=8",
              "train.initial-cells=20",
              "train.device=cpu",
              "memory.capacity=40",
              "memory.floor=4",
              "publish.every-steps=3",
              "publish.canary-cells=4"));

  @TempDir Path folder;

  private final List<ModelVersion> announced = new CopyOnWriteArrayList<>();

  private void run(Configuration flink, StoreFactory stores, int chunks) throws Exception {
    job(flink, stores, chunks).execute();
  }

  /** The job on the first chunks of a sequence that is always the same. */
  private StreamExecutionEnvironment job(Configuration flink, StoreFactory stores, int chunks) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
    FlinkSettings.apply(env, SETTINGS.config());
    // On the heap of the job manager a state has 5 MiB at most, and what waits takes more.
    flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    flink.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        folder.resolve("checkpoints").toUri().toString());
    env.configure(flink);
    DataStream<RawRecord> cells =
        env.fromSource(
                ValvedSource.of(LINEAGE, new NumberSequenceSource(0, chunks - 1)),
                WatermarkStrategy.noWatermarks(),
                "cells")
            .uid("cells")
            .map(
                number -> TestChunks.raw(TestChunks.chunk(number, 10)),
                CodecTypeInfo.of(new RawRecordCodec()));
    TrainJob.define(
        SETTINGS,
        new ManifestWriter.Platform("test", "cpu", 1),
        new TrainJob.Inputs(cells, cells.filter(record -> false)),
        new TrainJob.Surroundings(
            Faults.learners(
                new DjlLearnerFactory(LearnerSettings.training(SETTINGS.config()), "cpu")),
            TestChunks.SPACES,
            stores,
            Faults.announcers(announced),
            () -> LagProbe.NONE,
            new DiscardingSink<>()));
    return env;
  }

  private static Configuration flink(String backend, boolean isRestarting) {
    Configuration flink = new Configuration();
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
    flink.set(StateBackendOptions.STATE_BACKEND, backend);
    if (isRestarting) {
      flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
      flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, Integer.MAX_VALUE);
      flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    } else {
      flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    }
    return flink;
  }

  private static SortedMap<Long, String> manifests(Path store) {
    SortedMap<Long, String> manifests = new TreeMap<>();
    try (ModelStore models = FileModelStore.open(store)) {
      models.list(LINEAGE).forEach(m -> manifests.put(m.version().version(), m.sha256()));
    }
    return manifests;
  }

  @Test
  @Tag("acceptance-2")
  void aRunWithCrashesPublishesWhatARunWithoutDoes() throws Exception {
    String backend = System.getProperty("scstream.test.backend", "hashmap");
    int each = 9;
    int chunks = 240;
    Path calm = folder.resolve("calm");
    Faults.plan(0, 0);
    run(flink("hashmap", false), Faults.stores(calm), chunks);
    assertThat(manifests(calm)).hasSizeGreaterThan(50);

    Path stormy = folder.resolve("stormy");
    Faults faults = Faults.plan(20260101, each);
    announced.clear();
    run(flink(backend, true), Faults.stores(stormy), chunks);

    System.out.printf("%s: crashes %s%n", backend, faults.thrown());
    assertThat(faults.thrown().values()).allMatch(crashes -> crashes == each);
    assertThat(manifests(stormy)).isEqualTo(manifests(calm));
    assertThat(aliases(stormy)).isEqualTo(aliases(calm));
    assertThat(announced).extracting(ModelVersion::version).containsAll(manifests(calm).keySet());
    assertNothingIsLeft(stormy);
  }

  private static Map<String, ModelVersion> aliases(Path store) throws IOException {
    Map<String, ModelVersion> aliases = new TreeMap<>();
    try (ModelStore models = FileModelStore.open(store);
        Stream<Path> files = Files.list(store.resolve("aliases").resolve(LINEAGE))) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.replace(".json", ""))
          .forEach(name -> aliases.put(name, models.alias(LINEAGE, name).orElseThrow()));
    }
    return aliases;
  }

  /** One run, every blob and alias in its place, and of the staging area only what crashes left. */
  private static void assertNothingIsLeft(Path store) throws IOException {
    try (ModelStore models = FileModelStore.open(store)) {
      assertThat(models.verify().problems()).isEmpty();
      RunOrigin owner = models.owner(LINEAGE).orElseThrow().origin();
      assertThat(models.list(LINEAGE)).allMatch(m -> owner.equals(m.written().origin()));
      Clock tomorrow = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));
      assertThat(models.collectStaging(LINEAGE, Duration.ZERO, tomorrow)).isPositive();
      assertThat(models.verify().problems()).isEmpty();
    }
    try (Stream<Path> stagings = Files.list(store.resolve("staging").resolve(LINEAGE))) {
      assertThat(stagings).isEmpty();
    }
  }

  @Test
  @Tag("acceptance-15")
  void trainingGoesOnWhileTheStoreDoesNotAnswer() throws Exception {
    Path store = folder.resolve("store");
    Faults.plan(0, 0);
    Outage.begin(30);
    JobClient job = job(flink("hashmap", false), Outage.of(store), 1_000_000).executeAsync();
    CompletableFuture<JobExecutionResult> result = job.getJobExecutionResult();
    await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> (announced.size() > 40 && Outage.left.get() <= 0) || result.isDone());
    assertThat(result).as("one failure would have ended it").isNotDone();
    job.cancel().get();
    assertThat(result).failsWithin(Duration.ofMinutes(2));

    assertThat(Outage.end.get() - Outage.begin.get()).as("steps meanwhile").isGreaterThan(15);
    // Events may be repeated; the first ones come in order.
    assertThat(announced.stream().distinct()).isSorted();
    try (ModelStore models = FileModelStore.open(store)) {
      Optional<ModelVersion> before = Optional.empty();
      for (ModelVersion version : models.versions(LINEAGE).stream().sorted().toList()) {
        Optional<ModelManifest> manifest =
            models.find(VersionRef.exact(LINEAGE, version.version()));
        assertThat(manifest.orElseThrow().parent()).isEqualTo(before);
        before = Optional.of(version);
      }
    }
  }

  @Test
  @Tag("acceptance-16")
  void aSecondJobOnALineageFailsAtItsFirstVersion() throws Exception {
    Path store = folder.resolve("store");
    Faults.plan(0, 0);
    run(flink("hashmap", false), Faults.stores(store), 20);
    SortedMap<Long, String> before = manifests(store);

    assertThatThrownBy(() -> run(flink("hashmap", false), Faults.stores(store), 40))
        .rootCause()
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("Lineage " + LINEAGE + " belongs to run ")
        .hasMessageContaining("Resume from the saved state of that run");
    assertThat(manifests(store)).isEqualTo(before);
  }

  /** Answers the first times, then for a number of calls it does not, then it does again. */
  private static final class Outage extends DelegatingStore {
    private static final AtomicInteger left = new AtomicInteger();
    private static final AtomicInteger published = new AtomicInteger();

    /** Steps taken when it first did not answer, and when it last did not. */
    private static final AtomicLong begin = new AtomicLong();

    private static final AtomicLong end = new AtomicLong();

    private Outage(ModelStore store) {
      super(store);
    }

    static void begin(int calls) {
      published.set(0);
      begin.set(Long.MAX_VALUE);
      end.set(0);
      left.set(calls);
    }

    static StoreFactory of(Path folder) {
      String path = folder.toString();
      return () -> new Outage(FileModelStore.open(Path.of(path)));
    }

    private static void mayFail() {
      if (published.get() == 3 && left.getAndDecrement() > 0) {
        begin.accumulateAndGet(Faults.steps(), Math::min);
        end.set(Faults.steps());
        throw new StoreException(StoreException.Category.IO, "No answer on purpose");
      }
    }

    @Override
    public Staging stage(ModelVersion version) {
      mayFail();
      return super.stage(version);
    }

    @Override
    public Publication publish(StagedVersion staged, ModelManifest manifest) {
      mayFail();
      Publication publication = super.publish(staged, manifest);
      published.incrementAndGet();
      return publication;
    }

    @Override
    public Optional<ModelManifest> find(VersionRef ref) {
      mayFail();
      return super.find(ref);
    }
  }
}
