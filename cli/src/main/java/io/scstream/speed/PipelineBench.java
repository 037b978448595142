package io.scstream.speed;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.cluster.Patience;
import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.embedded.EmbedRun;
import io.scstream.embedded.EmbeddedFlink;
import io.scstream.embedded.EmbeddedJob;
import io.scstream.ingest.RepeatedCells;
import io.scstream.jobs.TrainJob;
import io.scstream.jobs.operator.LearnerSettings;
import io.scstream.jobs.publish.ManifestWriter;
import io.scstream.jobs.publish.StoreFactory;
import io.scstream.models.data.Minibatch;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.store.ModelStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A training job with broker, Flink and store in this process, in turns with the bare learner on
 * equal minibatches; then, at half the cells that it could take, how long a cell's embedding takes.
 */
public final class PipelineBench {
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private final Place place;
  private final Source source;
  private final Size size;
  private final Consumer<String> progress;

  /**
   * Where it runs.
   *
   * @param client settings of a Kafka client
   * @param scratch working files of Flink
   * @param settings of both jobs, at this place
   */
  public record Place(
      Map<String, Object> client,
      Path scratch,
      ConfigLoader.Loaded settings,
      ManifestWriter.Platform platform,
      Clock clock) {
    ScstreamConfig config() {
      return settings.config();
    }
  }

  /**
   * How much is measured.
   *
   * @param cells sent while the training job is measured, and half of them afterwards
   * @param pairs of a run of the job and one of the learner
   * @param warmUp seconds of either before it counts
   */
  public record Size(long cells, int pairs, double warmUp) {
    /** Checks. */
    public Size {
      checkConfig(pairs > 0, "Invalid pairs: %d; expected a positive number", pairs);
      checkConfig(cells >= pairs, "Invalid cells: %d; expected at least one for each pair", cells);
      checkConfig(warmUp >= 0, "Invalid warm-up: %s; expected zero or a positive number", warmUp);
    }
  }

  /** Prepares a bench; {@code progress} takes a line now and then. */
  public PipelineBench(Place place, Source source, Size size, Consumer<String> progress) {
    this.place = place;
    this.source = source;
    this.size = size;
    this.progress = progress;
  }

  /** Measures. */
  public PipelineReport run() {
    ScstreamConfig config = place.config();
    Source.Contents contents = source.contents();
    List<Minibatch> minibatches =
        contents.minibatches(StepBench.MINIBATCHES, config.train().minibatchSize());
    try (RepeatedCells cells =
            RepeatedCells.open(
                place.client, source.file(), source.read(), source.columns(), place.clock);
        EmbeddedFlink flink = EmbeddedFlink.start(place.scratch, 2);
        OnlineLearner learner =
            new DjlLearnerFactory(LearnerSettings.training(config), config.train().device())
                .create(
                    LearnerSettings.spec(config, contents.genes()),
                    StepBench.firstCells(minibatches.get(0)))) {
      EmbeddedJob job = submit(flink);
      double cellsOfAChunk = (double) contents.cells().size() / cells.chunksOfAPass();
      try (JobSide training =
          JobSide.of(
              job, cells, pace(config, cellsOfAChunk), place.client, config.topics().metrics())) {
        training.begin(config.train().initialCells());
        Turns turns = measure(training, new MinibatchSide(learner::update, minibatches));
        List<Double> latencies = latencies(flink, job, training);
        job.cancel();
        return PipelineReport.of(config, turns, training, latencies);
      }
    }
  }

  private EmbeddedJob submit(EmbeddedFlink flink) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    env.setParallelism(1);
    TrainJob.define(env, place.settings, place.platform);
    return flink.submit(env, "train-" + place.config().lineage().name(), Optional.empty());
  }

  /** Of a chunk's cells those that are held out bring no step. */
  private static JobSide.Pace pace(ScstreamConfig config, double cellsOfAChunk) {
    double trained = cellsOfAChunk * (1 - config.input().holdout().share());
    double newCells = (double) config.train().newCells() / (1 + config.train().replaySteps());
    return new JobSide.Pace(
        config.lineage().name(), 2 * config.train().minibatchSize(), newCells / trained);
  }

  private Turns measure(JobSide training, MinibatchSide learner) {
    ScstreamConfig.Train train = place.config().train();
    double trained = size.cells * (1 - place.config().input().holdout().share());
    double steps = trained * (1 + train.replaySteps()) / train.newCells();
    int ofATurn = (int) Math.max(1, Math.round(steps / size.pairs));
    double unused = training.warmUp(size.warmUp) + learner.warmUp(size.warmUp);
    training.forgetWarmUp();
    return Turns.take(List.of(training, learner), ofATurn, size.pairs, this::tell);
  }

  private void tell(int turn, List<Double> rates) {
    double perStep = 2.0 * place.config().train().minibatchSize();
    progress.accept(
        "%d of %d: %.1f steps/s of the job, %.1f of the learner"
            .formatted(turn, size.pairs, rates.get(0) / perStep, rates.get(1) / perStep));
  }

  private List<Double> latencies(EmbeddedFlink flink, EmbeddedJob job, JobSide training) {
    ScstreamConfig config = place.config();
    awaitVersion(job, training);
    try (Latencies latencies =
        new Latencies(
            place.client, config.topics().cells(), config.topics().embeddings(), place.clock)) {
      EmbeddedJob embedding = EmbedRun.start(flink, config, config.lineage().name() + "@latest");
      awaitSettled(latencies, training);
      latencies.begin();
      long cells = sendAtHalfLoad(training);
      training.await(
          () -> {
            if (embedding.endsWithin(Duration.ZERO)) {
              embedding.await();
            }
            return latencies.areComplete(cells);
          });
      embedding.cancel();
      return latencies.millis();
    }
  }

  private void awaitVersion(EmbeddedJob job, JobSide training) {
    String lineage = place.config().lineage().name();
    try (ModelStore store = StoreFactory.of(place.config().publish()).open()) {
      training.await(
          () -> {
            boolean unused = job.checkpoint();
            return !store.versions(lineage).isEmpty();
          });
    }
  }

  /** The embedding job begins with all cells that were sent before. */
  private static void awaitSettled(Latencies latencies, JobSide training) {
    training.await(() -> latencies.arrived() > 0);
    int before;
    do {
      before = latencies.arrived();
      Patience.pass(SETTLED);
    } while (latencies.arrived() > before);
  }

  private long sendAtHalfLoad(JobSide training) {
    double rate = training.newCellsPerSecond() / 2;
    progress.accept("Sending %,.0f cells/s".formatted(rate));
    long begin = System.nanoTime();
    long sent = 0;
    while (sent < Math.max(1, size.cells / 2)) {
      double due = sent / rate - (System.nanoTime() - begin) / 1e9;
      if (due > 0) {
        Patience.pass(Duration.ofNanos((long) (1e9 * due)));
      }
      sent += training.sendOne();
    }
    return sent;
  }
}
