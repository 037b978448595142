package io.scstream.jobs.operator;

import io.scstream.config.ScstreamConfig;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.TrainingOptions;
import io.scstream.models.stream.HoldOut;
import io.scstream.models.stream.StreamOptions;
import java.util.Locale;

/** The settings of a job in the words of the models. */
public final class LearnerSettings {
  private LearnerSettings() {}

  /** What to build for so many genes. */
  public static ModelSpec spec(ScstreamConfig.Model model, int genes) {
    return new ContrastiveVaeSpec(
        genes,
        model.hidden(),
        model.layers(),
        model.backgroundLatent(),
        model.salientLatent(),
        model.dropout(),
        model.layerNorm(),
        Noise.valueOf(model.noise().toUpperCase(Locale.ROOT).replace('-', '_')));
  }

  /** How to take a step. */
  public static TrainingOptions training(ScstreamConfig config) {
    ScstreamConfig.Train train = config.train();
    return new TrainingOptions(
        config.lineage().seed(),
        train.learningRate(),
        train.klWarmupSteps(),
        train.maxNormFactor(),
        config.model().salientSilence());
  }

  /** When to take a step, and on which cells. */
  public static StreamOptions stream(ScstreamConfig config) {
    ScstreamConfig.Train train = config.train();
    return new StreamOptions(
        config.lineage().seed(),
        new StreamOptions.Steps(
            train.minibatchSize(),
            train.newCells(),
            train.replaySteps(),
            train.initialCells(),
            config.publish().everySteps()),
        holdOut(config.input().holdout(), config.lineage().seed()),
        new StreamOptions.Memories(
            config.memory().capacity(),
            config.memory().floor(),
            config.input().holdout().capacity()));
  }

  /** Which cells are never trained on. */
  public static HoldOut holdOut(ScstreamConfig.Holdout holdout, long seed) {
    return new HoldOut(
        HoldOut.Unit.valueOf(holdout.by().toUpperCase(Locale.ROOT)), holdout.share(), seed);
  }
}
