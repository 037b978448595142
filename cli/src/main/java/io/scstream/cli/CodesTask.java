package io.scstream.cli;

import io.scstream.models.baseline.BaselineLearner;
import io.scstream.models.baseline.BaselineSpec;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.evaluate.CoordinateCorrelation;
import io.scstream.models.evaluate.cluster.ClusterAgreement;
import io.scstream.models.evaluate.independence.StratifiedTest;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.simulate.FactorRecipe;
import io.scstream.models.trial.factor.BaselineTrial;
import io.scstream.models.trial.factor.BlockCodes;
import io.scstream.models.trial.factor.Clustering;
import io.scstream.models.trial.factor.FactorData;
import io.scstream.models.trial.factor.FactorizedCodes;
import io.scstream.models.trial.factor.Independence;
import io.scstream.models.trial.factor.Replicas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What the codes of unseen cells tell: which independences hold, and which labels clusters show.
 * Codes are made with the labels and without, and by the untrained network; of simulated cells the
 * true ones are asked too.
 */
final class CodesTask implements FactorizedTask {
  private static final StratifiedTest.Options TESTS = new StratifiedTest.Options(200, 100, 5);
  private static final double LEVEL = 0.05;
  private static final int TOLD = 500;

  private final CommandSpec command;
  private final FactorizedOptions options;
  private final FactorizedFiles files;
  private final Set<Question> questions;
  private final MeanTable independence = new MeanTable();
  private final MeanTable clustering = new MeanTable();

  /** What is asked of codes. */
  enum Question {
    INDEPENDENCE,
    CLUSTERING
  }

  CodesTask(
      CommandSpec command,
      FactorizedOptions options,
      FactorizedFiles files,
      Set<Question> questions) {
    this.command = command;
    this.options = options;
    this.files = files;
    this.questions = questions;
  }

  @Override
  public Result run(List<Long> seeds) {
    // A baseline's code has no blocks whose independence could be asked for.
    List<BaselineSpec.Kind> baselines =
        questions.contains(Question.CLUSTERING) ? files.baselines() : List.of();
    String name = files.areGiven() ? real(seeds, baselines) : simulated(seeds, baselines);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("cells", name);
    json.put("steps", options.steps());
    json.put("replicas", options.replicas());
    StringBuilder text = new StringBuilder();
    if (questions.contains(Question.INDEPENDENCE)) {
      json.put("independence", independence.json());
      text.append(independence.text());
    }
    if (questions.contains(Question.CLUSTERING)) {
      json.put("clustering", clustering.json());
      text.append(text.isEmpty() ? "" : System.lineSeparator()).append(clustering.text());
    }
    return new Result(json, text.toString());
  }

  private String simulated(List<Long> seeds, List<BaselineSpec.Kind> baselines) {
    FactorRecipe recipe = FactorRecipe.named(options.recipe());
    for (long seed : seeds) {
      BlockCodes truth = FactorData.truth(recipe, seed, options.cells());
      ask("truth", truth, seed);
      FactorData data = FactorData.simulated(recipe, seed, options.cells());
      factorized(data, seed);
      float[][] all = truth.joined();
      for (BaselineSpec.Kind kind : baselines) {
        baseline(data, kind, seed, codes -> Map.of("mcc", CoordinateCorrelation.mean(codes, all)));
      }
    }
    return recipe.label();
  }

  private String real(List<Long> seeds, List<BaselineSpec.Kind> baselines) {
    FactorData data = files.read(command);
    for (long seed : seeds) {
      factorized(data, seed);
      for (BaselineSpec.Kind kind : baselines) {
        baseline(data, kind, seed, codes -> Map.of());
      }
    }
    return data.name();
  }

  private void factorized(FactorData data, long seed) {
    for (int steps : new int[] {0, options.steps()}) {
      String model = steps == 0 ? "untrained" : "fcr";
      Replicas replicas = new Replicas(steps == 0 ? 1 : options.replicas());
      try (OnlineLearner learner = replicas.fit(data, steps, seed, told(seed, model))) {
        for (FactorizedCodes.Labels labels : FactorizedCodes.Labels.values()) {
          BlockCodes codes = FactorizedCodes.of(learner, data.tested(), labels);
          String name = model + ", labels " + labels.name().toLowerCase(Locale.ROOT);
          ask(name, codes, seed);
        }
      }
    }
  }

  private void ask(String model, BlockCodes codes, long seed) {
    if (questions.contains(Question.INDEPENDENCE)) {
      independence.add(seed, Map.of("model", model), numbers(Independence.of(codes, TESTS, seed)));
    }
    if (questions.contains(Question.CLUSTERING)) {
      add(model, codes, seed, Map.of());
    }
  }

  private void baseline(
      FactorData data,
      BaselineSpec.Kind kind,
      long seed,
      Function<float[][], Map<String, Double>> further) {
    int latent = data.sizes().latent();
    BaselineTrial trial =
        new BaselineTrial(kind, data.sizes().hidden(), latent, options.steps(), seed);
    List<Cell> known = Stream.concat(data.training().stream(), data.tested().stream()).toList();
    try (BaselineLearner learner =
        trial.fit(data.training(), known, data.sizes().genes(), told(seed, kind.label()))) {
      float[][] codes = learner.embed(data.tested());
      List<Condition> conditions = data.tested().stream().map(Cell::condition).toList();
      BlockCodes one = BlockCodes.of(Map.of("z", codes), conditions);
      add(kind.label(), one, seed, further.apply(codes));
    }
  }

  private LongConsumer told(long seed, String model) {
    return step -> {
      if (step % TOLD == 0) {
        Output.tell(command, "seed %d, %s: step %d", seed, model, step);
      }
    };
  }

  private static Map<String, Double> numbers(Independence found) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (Independence.Claim claim : Independence.Claim.values()) {
      StratifiedTest.Result result = found.claim(claim);
      numbers.put("p_" + claim.label(), result.pValue());
      numbers.put("kept_" + claim.label(), result.pValue() > LEVEL ? 1.0 : 0.0);
      numbers.put("effect_" + claim.label(), result.effect());
    }
    found.dependence().forEach((name, value) -> numbers.put("hsic_" + name, value));
    return numbers;
  }

  private void add(String model, BlockCodes codes, long seed, Map<String, Double> further) {
    Clustering found = Clustering.of(codes, seed);
    for (String block : codes.blocks().keySet()) {
      Map<String, String> names = new LinkedHashMap<>();
      names.put("model", model);
      names.put("block", block);
      Map<String, Double> numbers = new LinkedHashMap<>();
      put(numbers, "", found.kMeans(block));
      put(numbers, "leiden_", found.leiden(block));
      numbers.putAll(further);
      clustering.add(seed, names, numbers);
    }
  }

  private static void put(Map<String, Double> numbers, String prefix, Clustering.Row row) {
    put(numbers, prefix, "_x", row.covariates());
    put(numbers, prefix, "_t", row.treatments());
    put(numbers, prefix, "_xt", row.both());
  }

  private static void put(
      Map<String, Double> numbers, String prefix, String of, ClusterAgreement agreement) {
    numbers.put(prefix + "nmi" + of, agreement.normalizedInformation());
    numbers.put(prefix + "ari" + of, agreement.adjustedRand());
  }
}
