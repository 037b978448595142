package io.scstream.cli;

import io.scstream.models.evaluate.BlockSeparation;
import io.scstream.models.simulate.FactorRecipe;
import io.scstream.models.trial.FactorStreamTrial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Model.CommandSpec;

/** What learning from a stream costs, and how soon a treatment that comes late is known. */
final class StreamTask implements FactorizedTask {
  private final CommandSpec command;

  StreamTask(CommandSpec command) {
    this.command = command;
  }

  private record Row(long seed, FactorStreamTrial.Result found) {
    FactorStreamTrial.Look last() {
      return found.looks().get(found.looks().size() - 1);
    }
  }

  @Override
  public Result run(List<Long> seeds) {
    List<Row> rows = new ArrayList<>();
    for (long seed : seeds) {
      FactorStreamTrial trial = new FactorStreamTrial(seed, FactorRecipe.S5.cells());
      rows.add(new Row(seed, trial.run(line -> Output.tell(command, "seed %d, %s", seed, line))));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task", "stream");
    json.put("mean_score_offline", mean(rows, it -> it.found.offline().score()));
    json.put("mean_score_online", mean(rows, it -> it.found.online().score()));
    json.put("mean_score_late", mean(rows, it -> it.found.late().score()));
    json.put("mean_relative_error_late", mean(rows, it -> it.last().late()));
    json.put("rows", rows.stream().map(StreamTask::json).toList());
    String text =
        String.format(
            Locale.ROOT,
            "%d seeds: block score %.3f offline, %.3f in one pass, %.3f where labels came late; the"
                + " late treatment's relative error is %.2f at the end",
            rows.size(),
            mean(rows, it -> it.found.offline().score()),
            mean(rows, it -> it.found.online().score()),
            mean(rows, it -> it.found.late().score()),
            mean(rows, it -> it.last().late()));
    return new Result(json, text);
  }

  private static double mean(List<Row> rows, ToDoubleFunction<Row> value) {
    return rows.stream().mapToDouble(value).average().orElse(Double.NaN);
  }

  private static Map<String, Object> json(Row row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("seed", row.seed);
    put(json, "offline", row.found.offline());
    put(json, "online", row.found.online());
    put(json, "late", row.found.late());
    json.put("looks", row.found.looks().stream().map(StreamTask::json).toList());
    return json;
  }

  private static void put(Map<String, Object> json, String name, BlockSeparation blocks) {
    json.put("score_" + name, blocks.score());
    json.put("diagonal_" + name, blocks.diagonal());
  }

  private static Map<String, Object> json(FactorStreamTrial.Look look) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("cells", look.cells());
    json.put("cells_of_late", look.ofLate());
    json.put("support_of_late", look.word().label());
    json.put("relative_error_late", look.late());
    json.put("relative_error_others", look.others());
    return json;
  }
}
