package io.scstream.speed;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.operator.LearnerSettings;
import io.scstream.models.data.Cell;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.TrainingOptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A model as the settings of its family make it, by the name that benches use. */
public record SpeedModel(String name, ContrastiveVaeSpec spec, TrainingOptions options) {
  private static final Map<String, String> FAMILIES =
      new TreeMap<>(
          Map.of(
              "SO", "so-cvae",
              "MO", "mo-cvae",
              "CO", "co-cvae",
              "MO-CO", "mo-co-cvae",
              "CONTRASTIVEVI", "contrastive-vi"));

  /** The model of a name, for so many genes and with hidden layers of so many units. */
  public static SpeedModel named(String name, int genes, int hidden) {
    String upper = name.toUpperCase(Locale.ROOT);
    String family = FAMILIES.getOrDefault(upper, "");
    checkConfig(
        !family.isEmpty(),
        "Invalid model: %s; expected one of %s",
        name,
        String.join(", ", FAMILIES.keySet()));
    checkConfig(genes > 0, "Invalid genes: %d; expected a positive number", genes);
    ScstreamConfig config =
        ConfigLoader.load(
                Optional.empty(), List.of("model.family=" + family, "model.hidden=" + hidden))
            .config();
    return new SpeedModel(
        upper, contrastive(LearnerSettings.spec(config, genes)), LearnerSettings.training(config));
  }

  private static ContrastiveVaeSpec contrastive(ModelSpec spec) {
    if (spec instanceof ContrastiveVaeSpec known) {
      return known;
    }
    throw new IllegalStateException("Every family of settings is a contrastive one: " + spec);
  }

  /** A learner on the CPU. */
  OnlineLearner learner(List<Cell> initial) {
    return new DjlLearnerFactory(options, "cpu").create(spec, initial);
  }
}
