package io.scstream.config;

import static io.scstream.config.Check.atLeast;
import static io.scstream.config.Check.check;
import static io.scstream.config.Check.matches;
import static io.scstream.config.Check.oneOf;
import static io.scstream.config.Check.positive;
import static io.scstream.config.Check.shareOf;
import static io.scstream.config.Check.zeroOrMore;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Every setting of a training or embedding job. */
public record ScstreamConfig(
    Kafka kafka,
    Topics topics,
    Lineage lineage,
    Input input,
    Model model,
    Train train,
    Memory memory,
    Checkpoint checkpoint,
    Publish publish,
    Embed embed)
    implements Serializable {
  public ScstreamConfig {
    TransactionTimeout.check(kafka, checkpoint, embed);
    double totalCorrelation = model.objective.penalties().totalCorrelation();
    check(
        totalCorrelation == 0 || input.groups.names().size() <= 1,
        "model.objective.penalties.total-correlation",
        totalCorrelation,
        "0 with several input.groups.names, as one discriminator would compare their spaces");
    check(
        !model.factorized().on() || input.groups.names().isEmpty(),
        "input.groups.names",
        input.groups.names(),
        "none with a family of factorized models, which have a block for treatments");
  }

  /** The same settings with places filled in that were left open. */
  public ScstreamConfig at(String bootstrap, String store, String checkpoints) {
    return new ScstreamConfig(
        new Kafka(bootstrap, kafka.properties),
        topics,
        lineage,
        input,
        model,
        train,
        memory,
        checkpoint.directory.isEmpty() ? checkpoint.in(checkpoints) : checkpoint,
        publish.store.isEmpty() ? publish.in(store) : publish,
        embed);
  }

  /** The broker; {@code properties} go to every client unchanged. */
  public record Kafka(String bootstrap, Map<String, String> properties) implements Serializable {
    public Kafka {
      properties = Map.copyOf(properties);
    }
  }

  /** Names of the topics. */
  public record Topics(
      String cells,
      String geneSpaces,
      String control,
      String modelEvents,
      String embeddings,
      String metrics,
      String alerts,
      String deadLetters)
      implements Serializable {}

  /**
   * The model that is kept up to date: its name and the seed of everything random in it.
   *
   * @param fork whether a saved state of another lineage may begin this one
   */
  public record Lineage(String name, long seed, boolean fork) implements Serializable {
    public Lineage {
      matches("lineage.name", name, "[a-z0-9][a-z0-9._-]{0,62}");
    }
  }

  /**
   * How cells are read. An empty gene space takes that of the first chunk.
   *
   * @param groups which target cells have a salient space of their own
   * @param overload what to do with more cells than can be trained on: all wait, or few are taken
   */
  public record Input(
      Duration dedupTtl,
      String geneSpace,
      Holdout holdout,
      GroupsConfig groups,
      String overload,
      Batches batches,
      Leakage leakage,
      DriftConfig drift,
      double deadLetterRatio)
      implements Serializable {
    public Input {
      oneOf("input.overload", overload, List.of("backpressure", "thin"));
      check(
          deadLetterRatio > 0 && deadLetterRatio <= 1,
          "input.dead-letter-ratio",
          deadLetterRatio,
          "a number above 0, at most 1");
    }
  }

  /**
   * When a batch counts as over although its last chunk has not come.
   *
   * @param outOfOrderness how far behind the newest chunk one may be that a batch still waits for
   * @param closeEventTime silence of a batch while event time goes on
   * @param closeIdle silence of a batch by the clock
   */
  public record Batches(Duration outOfOrderness, Duration closeEventTime, Duration closeIdle)
      implements Serializable {}

  /**
   * How leakage between the latent spaces is measured on arriving cells, before they are trained
   * on.
   *
   * @param windowCells told of after so many cells; 0 for never
   * @param halfLifeCells after which a cell counts half, where measures outlive a window
   * @param label the covariate to look for in the codes of target cells; empty: the treatment
   */
  public record Leakage(int windowCells, int halfLifeCells, String label) implements Serializable {
    private static final int LEAST_CELLS = 20;

    public Leakage {
      check(
          windowCells == 0 || windowCells >= LEAST_CELLS,
          "input.leakage.window-cells",
          windowCells,
          "0, or " + LEAST_CELLS + " or more");
      atLeast("input.leakage.half-life-cells", halfLifeCells, LEAST_CELLS);
    }
  }

  /** Which cells are never trained on. The rule needs no history: any reader can repeat it. */
  public record Holdout(String by, double share, int capacity) implements Serializable {
    public Holdout {
      oneOf("input.holdout.by", by, List.of("cell", "donor"));
      shareOf("input.holdout.share", share);
      atLeast("input.holdout.capacity", capacity, 1);
    }
  }

  /**
   * The model and its sizes; whose defaults they are, the family's name, is in the loader's hand.
   */
  public record Model(
      String noise,
      String library,
      int hidden,
      int layers,
      int backgroundLatent,
      int salientLatent,
      double dropout,
      String normalization,
      DecoderConfig decoder,
      ObjectiveConfig objective)
      implements Serializable {
    private static final List<String> COUNTS =
        List.of("negative-binomial", "poisson", "zero-inflated-negative-binomial");

    public Model {
      oneOf(
          "model.noise",
          noise,
          List.of(
              "negative-binomial",
              "poisson",
              "zero-inflated-negative-binomial",
              "gaussian",
              "bernoulli",
              "log-squared-error"));
      oneOf("model.library", library, List.of("observed", "latent"));
      check(
          library.equals("observed") || COUNTS.contains(noise),
          "model.library",
          library,
          "observed with model.noise " + noise + "; latent goes with " + String.join(", ", COUNTS));
      atLeast("model.hidden", hidden, 1);
      atLeast("model.layers", layers, 1);
      atLeast("model.background-latent", backgroundLatent, 1);
      atLeast("model.salient-latent", salientLatent, 1);
      check(dropout >= 0 && dropout < 1, "model.dropout", dropout, "a number from 0 to below 1");
      oneOf("model.normalization", normalization, DecoderConfig.NORMALIZATIONS);
      check(
          !objective.factorized().on() || List.of("negative-binomial", "poisson").contains(noise),
          "model.noise",
          noise,
          "negative-binomial or poisson with a family of factorized models");
    }

    /** What a factorized model is made of, if it is one. */
    public FactorizedConfig factorized() {
      return objective.factorized();
    }
  }

  /** How steps are taken. */
  public record Train(
      int minibatchSize,
      int newCells,
      int replaySteps,
      int initialCells,
      double learningRate,
      int klWarmupSteps,
      Adam adam,
      String device,
      int threads,
      Guard guard)
      implements Serializable {
    public Train {
      atLeast("train.minibatch-size", minibatchSize, 1);
      check(
          newCells >= 1 && newCells <= minibatchSize,
          "train.new-cells",
          newCells,
          "1 to train.minibatch-size, which is " + minibatchSize);
      atLeast("train.replay-steps", replaySteps, 0);
      atLeast("train.initial-cells", initialCells, 1);
      atLeast("train.kl-warmup-steps", klWarmupSteps, 0);
      positive("train.learning-rate", learningRate);
      check(
          adam.rate.minimum() <= learningRate,
          "train.adam.rate.minimum",
          adam.rate.minimum(),
          "at most train.learning-rate, which is " + learningRate);
      matches("train.device", device, "auto|cpu|gpu:\\d+");
      atLeast("train.threads", threads, 0);
    }
  }

  /**
   * The optimizer.
   *
   * @param weightDecay times the parameter is added to the gradient
   */
  public record Adam(double epsilon, double weightDecay, double maxNormFactor, RateConfig rate)
      implements Serializable {
    public Adam {
      positive("train.adam.epsilon", epsilon);
      zeroOrMore("train.adam.weight-decay", weightDecay);
      check(maxNormFactor > 1, "train.adam.max-norm-factor", maxNormFactor, "a number above 1");
    }
  }

  /**
   * When training goes back to a point where all was well.
   *
   * @param safePointSteps steps between two such points
   * @param normFactor a gradient this many times its running median counts as wild
   * @param wildSteps wild steps in a row before going back
   * @param badSteps refused steps in a row before going back
   * @param maxRollbacks times it goes back within {@code windowSteps} without proof of the cause;
   *     once more halts training
   */
  public record Guard(
      int safePointSteps,
      double normFactor,
      int wildSteps,
      int badSteps,
      int maxRollbacks,
      int windowSteps)
      implements Serializable {
    public Guard {
      atLeast("train.guard.safe-point-steps", safePointSteps, 1);
      check(normFactor > 1, "train.guard.norm-factor", normFactor, "a number above 1");
      atLeast("train.guard.wild-steps", wildSteps, 1);
      atLeast("train.guard.bad-steps", badSteps, 1);
      atLeast("train.guard.max-rollbacks", maxRollbacks, 0);
      atLeast("train.guard.window-steps", windowSteps, 1);
    }
  }

  /**
   * What is remembered: for replay, past cells that steps draw on, balanced over strata; for
   * reference, a uniform sample that no step ever sees.
   *
   * @param horizon cells of a stratum beyond which older ones are forgotten; 0 for never
   */
  public record Memory(
      int capacity,
      int floor,
      long horizon,
      int referenceCapacity,
      List<String> strataCovariates,
      ForgettingConfig forgetting)
      implements Serializable {
    public Memory {
      atLeast("memory.capacity", capacity, 2);
      atLeast("memory.floor", floor, 0);
      check(horizon >= 0, "memory.horizon", horizon, "0 or more");
      atLeast("memory.reference-capacity", referenceCapacity, 1);
      strataCovariates = List.copyOf(strataCovariates);
    }
  }

  /** Flink's checkpoints: for recovery only, never for serving. */
  public record Checkpoint(
      String directory,
      Duration interval,
      Duration minPause,
      Duration timeout,
      int tolerableFailures,
      int restartAttempts,
      String backend)
      implements Serializable {
    public Checkpoint {
      atLeast("checkpoint.tolerable-failures", tolerableFailures, 0);
      atLeast("checkpoint.restart-attempts", restartAttempts, 0);
      oneOf("checkpoint.backend", backend, List.of("rocksdb", "hashmap"));
    }

    Checkpoint in(String place) {
      return new Checkpoint(
          place, interval, minPause, timeout, tolerableFailures, restartAttempts, backend);
    }
  }

  /**
   * When a model version is cut, counted in optimizer steps so that a replay cuts the same ones.
   *
   * @param canaryCells cells of the reference whose codes a version carries, to be checked by
   *     whoever loads it
   * @param maxPending versions that may wait for a store that does not answer
   * @param store a folder or {@code s3://bucket/prefix}
   * @param access to an object store; written as {@code store} beside {@code publish}
   * @param stagingTtl age at which staged files that nobody can publish any more are deleted
   */
  public record Publish(
      String store,
      StoreConfig access,
      int everySteps,
      int canaryCells,
      int maxPending,
      Duration stagingTtl,
      GateConfig gate)
      implements Serializable {
    public Publish {
      atLeast("publish.every-steps", everySteps, 1);
      atLeast("publish.canary-cells", canaryCells, 0);
      atLeast("publish.max-pending", maxPending, 1);
    }

    Publish in(String place) {
      return new Publish(place, access, everySteps, canaryCells, maxPending, stagingTtl, gate);
    }
  }

  /**
   * How cells are embedded.
   *
   * @param delivery at-least-once, or exactly-once by transactions of Kafka
   * @param canaryTolerance most that a code of a loaded version may differ from what it carries
   */
  public record Embed(
      boolean follow, int parallelism, Duration pollAlias, String delivery, double canaryTolerance)
      implements Serializable {
    public Embed {
      atLeast("embed.parallelism", parallelism, 1);
      oneOf("embed.delivery", delivery, List.of("at-least-once", "exactly-once"));
      check(canaryTolerance > 0, "embed.canary-tolerance", canaryTolerance, "a positive number");
    }

    /** Whether embeddings are written in transactions. */
    public boolean isExactlyOnce() {
      return delivery.equals("exactly-once");
    }
  }
}
