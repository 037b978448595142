package io.scstream.cli;

import io.scstream.models.simulate.FactorRecipe;
import io.scstream.models.trial.FactorTrial;
import io.scstream.models.trial.PairSource;
import io.scstream.models.trial.PairTrial;
import io.scstream.models.trial.SimulatedPairs;
import io.scstream.models.trial.factor.FactorData;
import io.scstream.models.trial.factor.MeasuredPairs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** How well effects of pairs that were never seen are predicted, and how often intervals hold. */
final class PairsTask implements FactorizedTask {
  private static final int TOLD = 500;
  private static final double DESIRED = 0.9;

  private final CommandSpec command;
  private final FactorizedOptions options;
  private final FactorizedFiles files;
  private final String name;

  PairsTask(CommandSpec command, FactorizedOptions options, FactorizedFiles files, String name) {
    this.command = command;
    this.options = options;
    this.files = files;
    this.name = name;
  }

  /** A pair with the seed and the round that it was left out in. */
  private record Row(long seed, int round, double share, int calibrating, PairTrial.Row found) {}

  @Override
  public Result run(List<Long> seeds) {
    FactorRecipe recipe =
        switch (options.interaction()) {
          case "low-rank" -> FactorRecipe.S1;
          case "random" -> FactorRecipe.S6;
          default ->
              throw new ParameterException(
                  command.commandLine(),
                  "Invalid --interaction: "
                      + options.interaction()
                      + "; expected low-rank or random");
        };
    Optional<FactorData> real =
        files.areGiven() ? Optional.of(files.read(command)) : Optional.empty();
    List<Row> rows = new ArrayList<>();
    for (long seed : seeds) {
      for (int round = 0; round < options.rounds(); round++) {
        PairSource source =
            real.isPresent()
                ? new MeasuredPairs(real.get(), round)
                : simulated(recipe, seed, round);
        PairTrial.Result result =
            new PairTrial(source, seed, options.replicas(), options.steps()).run(tell(seed, round));
        for (PairTrial.Row found : result.rows()) {
          rows.add(new Row(seed, round, result.share(), result.calibrating(), found));
        }
      }
    }
    return new Result(json(rows), text(rows));
  }

  private PairSource simulated(FactorRecipe recipe, long seed, int round) {
    FactorTrial.Form form = FactorTrial.Form.named(options.form());
    return new SimulatedPairs(recipe, form, seed, round, options.cells());
  }

  private LongConsumer tell(long seed, int round) {
    long all = (long) options.replicas() * options.steps();
    return step -> {
      if (step % TOLD == 0) {
        Output.tell(command, "seed %d, round %d: step %d of %d", seed, round, step, all);
      }
    };
  }

  private Map<String, Object> json(List<Row> rows) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task", name);
    json.put("interaction", files.areGiven() ? "as measured" : options.interaction());
    json.put("form", options.form());
    json.put("steps", options.steps());
    json.put("cells", options.cells());
    json.put("rounds", options.rounds());
    json.put("replicas", options.replicas());
    json.put("pairs", rows.size());
    json.put("pearson_fcr", mean(rows, it -> it.found.model().pearson()));
    json.put("pearson_additive", mean(rows, it -> it.found.additive().pearson()));
    json.put("relative_error_fcr", mean(rows, it -> it.found.model().error()));
    json.put("relative_error_additive", mean(rows, it -> it.found.additive().error()));
    json.put("relative_error_control_mean", 1.0);
    json.put("relative_error_main_effect", mean(rows, it -> it.found.plain().error()));
    json.put(
        "pearson_gain_standard_error",
        standardError(rows, it -> it.found.model().pearson() - it.found.additive().pearson()));
    json.put(
        "relative_error_gain_standard_error",
        standardError(rows, it -> it.found.model().error() - it.found.additive().error()));
    json.put("unseen_share", mean(rows, it -> it.share));
    json.put("calibration_pairs", rows.isEmpty() ? 0 : rows.get(0).calibrating);
    json.put("desired_coverage", DESIRED);
    putCoverage(json, mean(rows, it -> it.found.covered()));
    json.put("rows", rows.stream().map(PairsTask::json).toList());
    return json;
  }

  private static Map<String, Object> json(Row row) {
    PairTrial.Row found = row.found;
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("seed", row.seed);
    json.put("round", row.round);
    json.put("covariate", found.pair().covariate());
    json.put("treatment", found.pair().treatment());
    json.put("support", found.backing().word().name().toLowerCase(Locale.ROOT));
    json.put("pair_share", found.backing().pairShare());
    json.put("pearson_fcr", found.model().pearson());
    json.put("pearson_additive", found.additive().pearson());
    json.put("relative_error_fcr", found.model().error());
    json.put("relative_error_additive", found.additive().error());
    putCoverage(json, found.covered());
    return json;
  }

  private String text(List<Row> rows) {
    return String.format(
        Locale.ROOT,
        "%d pairs, interaction %s: Pearson %.3f (additive %.3f), relative error %.3f (additive"
            + " %.3f, control mean 1), λ* %.2f on average, %s",
        rows.size(),
        files.areGiven() ? "as measured" : options.interaction(),
        mean(rows, it -> it.found.model().pearson()),
        mean(rows, it -> it.found.additive().pearson()),
        mean(rows, it -> it.found.model().error()),
        mean(rows, it -> it.found.additive().error()),
        mean(rows, it -> it.share),
        coverage(rows));
  }

  private static String coverage(List<Row> rows) {
    double covered = mean(rows, it -> it.found.covered());
    return Double.isNaN(covered)
        ? "no intervals, as calibration pairs are too few"
        : String.format(
            Locale.ROOT, "%.1f %% of gene effects in intervals of 90 %%", 100 * covered);
  }

  /** Left out where there are no intervals. */
  private static void putCoverage(Map<String, Object> json, double covered) {
    if (!Double.isNaN(covered)) {
      json.put("coverage", covered);
    }
  }

  private static double mean(List<Row> rows, ToDoubleFunction<Row> value) {
    return rows.stream().mapToDouble(value).average().orElse(Double.NaN);
  }

  private static double standardError(List<Row> rows, ToDoubleFunction<Row> value) {
    double mean = mean(rows, value);
    double squares =
        rows.stream().mapToDouble(it -> Math.pow(value.applyAsDouble(it) - mean, 2)).sum();
    return Math.sqrt(squares / Math.max(1, rows.size() - 1) / rows.size());
  }
}
