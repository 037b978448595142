package io.scstream.cli;

import io.scstream.models.evaluate.BlockSeparation;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.simulate.FactorCell;
import io.scstream.models.simulate.FactorRecipe;
import io.scstream.models.simulate.FactorSimulation;
import io.scstream.models.spec.FactorBlock;
import io.scstream.models.trial.FactorCodes;
import io.scstream.models.trial.FactorTrial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** How well blocks are recovered by the default form and by the published one. */
final class BlocksTask implements FactorizedTask {
  private static final int TESTED = 4000;
  private static final int TOLD = 500;

  private final CommandSpec command;
  private final FactorizedOptions options;

  BlocksTask(CommandSpec command, FactorizedOptions options) {
    this.command = command;
    this.options = options;
  }

  private record Row(
      long seed, FactorTrial.Form form, BlockSeparation fed, BlockSeparation masked) {}

  @Override
  public Result run(List<Long> seeds) {
    List<Row> rows = new ArrayList<>();
    for (long seed : seeds) {
      for (FactorTrial.Form form : FactorTrial.Form.values()) {
        rows.add(row(seed, form));
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task", "blocks");
    json.put("recipe", options.recipe());
    json.put("steps", options.steps());
    json.put("cells", options.cells());
    json.put("rows", rows.stream().map(BlocksTask::json).toList());
    StringBuilder text =
        new StringBuilder(
            "%-10s %6s %7s %7s %7s %7s %7s"
                .formatted("form", "seed", "score", "masked", "x", "tx", "t"));
    rows.forEach(row -> text.append(System.lineSeparator()).append(line(row)));
    for (FactorTrial.Form form : FactorTrial.Form.values()) {
      double mean =
          rows.stream()
              .filter(it -> it.form == form)
              .mapToDouble(it -> it.fed.score())
              .average()
              .orElse(Double.NaN);
      json.put("mean_score_" + form.label(), mean);
      text.append(String.format(Locale.ROOT, "%n%-10s %6s %7.3f", form.label(), "mean", mean));
    }
    return new Result(json, text.toString());
  }

  private Row row(long seed, FactorTrial.Form form) {
    FactorSimulation simulation = FactorRecipe.named(options.recipe()).simulate(seed);
    List<FactorCell> training = simulation.draw("train", options.cells());
    FactorTrial trial = new FactorTrial(form, seed, options.steps());
    try (OnlineLearner model =
        trial.fit(
            training,
            simulation.genes(),
            FactorRecipe.COVARIATE,
            step -> {
              if (step % TOLD == 0) {
                Output.tell(
                    command,
                    "seed %d, %s: step %d of %d",
                    seed,
                    form.label(),
                    step,
                    options.steps());
              }
            })) {
      List<FactorCell> tested = simulation.draw("test", TESTED);
      return new Row(
          seed,
          form,
          FactorCodes.of(model, tested, false).separation(),
          FactorCodes.of(model, tested, true).separation());
    }
  }

  private static Map<String, Object> json(Row row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("seed", row.seed);
    json.put("form", row.form.label());
    json.put("score", row.fed.score());
    json.put("score_masked", row.masked.score());
    for (FactorBlock block : FactorBlock.values()) {
      json.put("diagonal_" + block.label(), row.fed.diagonal().get(block.place()));
    }
    return json;
  }

  private static String line(Row row) {
    List<Double> diagonal = row.fed.diagonal();
    return String.format(
        Locale.ROOT,
        "%-10s %6d %7.3f %7.3f %7.3f %7.3f %7.3f",
        row.form.label(),
        row.seed,
        row.fed.score(),
        row.masked.score(),
        diagonal.get(0),
        diagonal.get(1),
        diagonal.get(2));
  }
}
