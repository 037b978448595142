package io.scstream.config;

import static io.scstream.config.Check.atLeast;
import static io.scstream.config.Check.check;
import static io.scstream.config.Check.matches;
import static io.scstream.config.Check.oneOf;
import static io.scstream.config.Check.shareOf;

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
        publish.store.isEmpty() ? new Publish(store, publish.everySteps) : publish,
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
      String modelEvents,
      String embeddings,
      String metrics,
      String alerts,
      String deadLetters)
      implements Serializable {}

  /** The model that is kept up to date: its name and the seed of everything random in it. */
  public record Lineage(String name, long seed) implements Serializable {
    public Lineage {
      matches("lineage.name", name, "[a-z0-9][a-z0-9._-]{0,62}");
    }
  }

  /** How cells are read. An empty gene space takes that of the first chunk. */
  public record Input(Duration dedupTtl, String geneSpace, Holdout holdout)
      implements Serializable {}

  /** Which cells are never trained on. The rule needs no history: any reader can repeat it. */
  public record Holdout(String by, double share, int capacity) implements Serializable {
    public Holdout {
      oneOf("input.holdout.by", by, List.of("cell", "donor"));
      shareOf("input.holdout.share", share);
      atLeast("input.holdout.capacity", capacity, 1);
    }
  }

  /** The model family and its sizes. */
  public record Model(
      String family,
      String noise,
      int hidden,
      int layers,
      int backgroundLatent,
      int salientLatent,
      double dropout,
      boolean layerNorm,
      double salientSilence)
      implements Serializable {
    public Model {
      oneOf(
          "model.noise",
          noise,
          List.of(
              "negative-binomial",
              "poisson",
              "zero-inflated-negative-binomial",
              "gaussian",
              "bernoulli"));
      atLeast("model.hidden", hidden, 1);
      atLeast("model.layers", layers, 1);
      atLeast("model.background-latent", backgroundLatent, 1);
      atLeast("model.salient-latent", salientLatent, 1);
      check(dropout >= 0 && dropout < 1, "model.dropout", dropout, "a number from 0 to below 1");
      check(
          salientSilence >= 0 && Double.isFinite(salientSilence),
          "model.salient-silence",
          salientSilence,
          "zero or a positive number");
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
      double maxNormFactor,
      String device,
      int threads)
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
      check(
          learningRate > 0 && Double.isFinite(learningRate),
          "train.learning-rate",
          learningRate,
          "a positive number");
      atLeast("train.kl-warmup-steps", klWarmupSteps, 0);
      check(maxNormFactor > 1, "train.max-norm-factor", maxNormFactor, "a number above 1");
      matches("train.device", device, "auto|cpu|gpu:\\d+");
      atLeast("train.threads", threads, 0);
    }
  }

  /** The replay memory: past cells that steps draw on, balanced over strata. */
  public record Memory(int capacity, int floor, List<String> strataCovariates)
      implements Serializable {
    public Memory {
      atLeast("memory.capacity", capacity, 2);
      atLeast("memory.floor", floor, 0);
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
      String backend)
      implements Serializable {
    public Checkpoint {
      atLeast("checkpoint.tolerable-failures", tolerableFailures, 0);
      oneOf("checkpoint.backend", backend, List.of("rocksdb", "hashmap"));
    }

    Checkpoint in(String place) {
      return new Checkpoint(place, interval, minPause, timeout, tolerableFailures, backend);
    }
  }

  /**
   * When a model version is cut, counted in optimizer steps so that a replay cuts the same ones.
   */
  public record Publish(String store, int everySteps) implements Serializable {
    public Publish {
      atLeast("publish.every-steps", everySteps, 1);
    }
  }

  /** How cells are embedded. */
  public record Embed(boolean follow, int parallelism, Duration pollAlias) implements Serializable {
    public Embed {
      atLeast("embed.parallelism", parallelism, 1);
    }
  }
}
