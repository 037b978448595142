package io.scstream.jobs.operator;

import io.scstream.config.ObjectiveConfig;
import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.state.RunMeta;
import io.scstream.models.ModelException;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.spec.Activation;
import io.scstream.models.spec.AdamOptions;
import io.scstream.models.spec.Combination;
import io.scstream.models.spec.Constraint;
import io.scstream.models.spec.ConstraintFunctional;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.DecoderLayers;
import io.scstream.models.spec.DualOptions;
import io.scstream.models.spec.DualRule;
import io.scstream.models.spec.Groups;
import io.scstream.models.spec.Identifiability;
import io.scstream.models.spec.Library;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.Objective;
import io.scstream.models.spec.OutputStart;
import io.scstream.models.spec.Penalties;
import io.scstream.models.spec.TrainingOptions;
import io.scstream.models.stream.HoldOut;
import io.scstream.models.stream.StreamOptions;
import io.scstream.store.ModelVersion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/** The settings of a job in the words of the models. */
public final class LearnerSettings {
  private LearnerSettings() {}

  /** What to build for so many genes. */
  public static ModelSpec spec(ScstreamConfig config, int genes) {
    return config.model().factorized().on()
        ? FactorizedSettings.spec(config.model(), genes)
        : ofOneGroup(config.model(), genes).withGroups(groups(config));
  }

  /** The groups of target cells. */
  public static Groups groups(ScstreamConfig config) {
    return new Groups(config.input().groups().by(), config.input().groups().names());
  }

  private static ContrastiveVaeSpec ofOneGroup(ScstreamConfig.Model model, int genes) {
    return new ContrastiveVaeSpec(
        new ContrastiveVaeSpec.Sizes(
            genes, model.hidden(), model.layers(), model.backgroundLatent(), model.salientLatent()),
        model.dropout(),
        word(Normalization.class, model.normalization()),
        new DecoderLayers(
            word(Activation.class, model.decoder().activation()),
            word(Normalization.class, model.decoder().normalization()),
            word(OutputStart.class, model.decoder().start())),
        word(Noise.class, model.noise()),
        word(Library.class, model.library()));
  }

  static <T extends Enum<T>> T word(Class<T> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** How to take a step. */
  public static TrainingOptions training(ScstreamConfig config) {
    ScstreamConfig.Train train = config.train();
    return new TrainingOptions(
        config.lineage().seed(),
        new AdamOptions(
            train.learningRate(),
            train.adam().epsilon(),
            train.adam().weightDecay(),
            train.adam().maxNormFactor()),
        train.klWarmupSteps(),
        objective(config.model().objective()));
  }

  /** The words of the model's constraints, in the order in which steps tell of them. */
  static List<String> constraints(ScstreamConfig.Model model) {
    return objective(model.objective()).constraints().stream()
        .map(it -> it.functional().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }

  /**
   * Looks whether the blocks of a new model are identifiable.
   *
   * @return what they break, in words
   * @throws SuppressRestartsException if they break something and the settings are strict
   */
  static List<String> brokenConditions(ScstreamConfig.Model model, ModelSpec spec) {
    if (model.decoder().isStrict()) {
      try {
        Identifiability.require(spec);
      } catch (ModelException e) {
        throw new SuppressRestartsException(e);
      }
    }
    return Identifiability.broken(spec);
  }

  private static Objective objective(ObjectiveConfig config) {
    List<Constraint> constraints =
        config.constraints().thresholds().entrySet().stream()
            .filter(it -> it.getValue() > 0)
            .map(it -> new Constraint(word(ConstraintFunctional.class, it.getKey()), it.getValue()))
            .toList();
    ObjectiveConfig.Dual dual = config.dual();
    ObjectiveConfig.Penalties penalties = config.penalties();
    return new Objective(
        word(Combination.class, config.combination()),
        constraints,
        new DualOptions(
            word(DualRule.class, dual.rule()),
            dual.rate(),
            dual.proportionalGain(),
            dual.maximum()),
        new Penalties(
            penalties.silence(),
            penalties.match(),
            penalties.salientMatch(),
            penalties.totalCorrelation()));
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
            config.memory().horizon(),
            config.input().holdout().capacity(),
            config.memory().referenceCapacity()),
        guard(train.guard()),
        config.publish().canaryCells(),
        new StreamOptions.Leakage(
            config.input().leakage().windowCells(), config.input().leakage().halfLifeCells()),
        OversightSettings.of(config));
  }

  private static StreamOptions.Guard guard(ScstreamConfig.Guard guard) {
    return new StreamOptions.Guard(
        guard.safePointSteps(),
        guard.normFactor(),
        guard.wildSteps(),
        guard.badSteps(),
        guard.maxRollbacks(),
        guard.windowSteps());
  }

  /** Which cells are never trained on. */
  public static HoldOut holdOut(ScstreamConfig.Holdout holdout, long seed) {
    return new HoldOut(
        HoldOut.Unit.valueOf(holdout.by().toUpperCase(Locale.ROOT)), holdout.share(), seed);
  }

  /**
   * The rule of the hold-out as text, to be compared with that of a saved run; and the groups where
   * there are any, as remembered cells know the number of theirs alone.
   */
  static String inputRule(ScstreamConfig config) {
    ScstreamConfig.Holdout holdout = config.input().holdout();
    String rule = holdout.by() + " " + holdout.share();
    Groups groups = groups(config);
    return groups.names().isEmpty()
        ? rule
        : rule + ", groups by " + groups.by() + " " + groups.names();
  }

  /** A new run of a lineage that begins with the state of another one. */
  static RunMeta.Identity forked(String name, String from, long lastVersion) {
    return new RunMeta.Identity(
        UUID.randomUUID().toString(),
        name,
        lastVersion > 0 ? Optional.of(new ModelVersion(from, lastVersion)) : Optional.empty());
  }

  /**
   * Refuses to go on under other settings than those a run began with: its versions would say that
   * they were learned in a way they were not, and cells that were trained on could become held out.
   */
  static void requireSame(ScstreamConfig config, RunMeta meta, Optional<LearnerSnapshot> saved) {
    requireSame("input", inputRule(config), meta.frame().inputRule());
    saved.ifPresent(
        learner -> {
          requireSame("model", spec(config, meta.frame().genes()), learner.spec().atFirst());
          requireSame("train", training(config), learner.options());
        });
  }

  private static void requireSame(String what, Object now, Object began) {
    if (!now.equals(began)) {
      throw new SuppressRestartsException(
          new IllegalStateException(
              "Invalid settings of "
                  + what
                  + ": "
                  + now
                  + "; expected those that the model began with, "
                  + began
                  + ", or another lineage.name"));
    }
  }
}
