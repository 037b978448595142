package io.scstream.cli;

import io.scstream.models.trial.PromotionAlarmTrial;
import io.scstream.models.trial.PromotionAlarmTrial.Course;
import io.scstream.models.trial.PromotionAlarmTrial.Plan;
import io.scstream.models.trial.PromotionAlarmTrial.Ranks;
import io.scstream.models.trial.PromotionAlarmTrial.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The part of {@code bench drift} in which a model learns and new versions are promoted. */
final class DriftPromotionsOptions {
  @Option(
      names = "--promotions",
      paramLabel = "N",
      description = {
        "Of new versions of a model that learns from simulated batches without change, instead of the",
        "replay: alarms with and without reading the kept sketches again (${DEFAULT-VALUE}: none)."
      })
  private int promotions;

  @Option(
      names = "--every",
      paramLabel = "N",
      description = "Batches from one promotion to the next (${DEFAULT-VALUE}).")
  private int every = 1;

  @Option(
      names = "--streams",
      paramLabel = "N",
      description = "With promotions, of the seed and those after it (${DEFAULT-VALUE}).")
  private int streams = 1;

  @Option(
      names = "--genes",
      paramLabel = "N",
      description = "With promotions, of a cell (${DEFAULT-VALUE}).")
  private int genes = 300;

  @Option(
      names = "--batch-cells",
      paramLabel = "N",
      description = "With promotions, of a batch (${DEFAULT-VALUE}).")
  private int batchCells = 200;

  @Option(
      names = "--settling",
      paramLabel = "N",
      description = "Batches that the first version has learned from (${DEFAULT-VALUE}).")
  private int settling = 20;

  /** What came of all streams. */
  record Outcome(Plan plan, double intraclass, long seed, List<Result> results) {
    private int alarms(Function<Result, Course> monitor) {
      return results.stream().map(monitor).mapToInt(Course::alarms).sum();
    }

    private int ofUpdates(Function<Result, Course> monitor) {
      return results.stream().map(monitor).mapToInt(Course::ofUpdates).sum();
    }

    private SortedMap<String, Ranks> ranks(Function<Result, Course> monitor) {
      SortedMap<String, Ranks> all = new TreeMap<>();
      results.stream()
          .map(monitor)
          .forEach(
              course -> course.ranks().forEach((name, of) -> all.merge(name, of, Ranks::plus)));
      return all;
    }

    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("promotions", plan.promotions());
      json.put("every", plan.every());
      json.put("judged", plan.judged());
      json.put("streams", results.size());
      json.put("seed", seed);
      json.put("icc", intraclass);
      json.put("genes", plan.genes());
      json.put("batch_cells", plan.batchCells());
      json.put("settling", plan.settling());
      json.put("asked", plan.runLength());
      json.put("promised_alarms", plan.promised() * results.size());
      json.put("reread", json(Result::reread));
      json.put("left", json(Result::left));
      json.put("fixed", json(Result::fixed));
      return json;
    }

    private Map<String, Object> json(Function<Result, Course> monitor) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("alarms", alarms(monitor));
      json.put("alarms_of_updates", ofUpdates(monitor));
      Map<String, Object> means = new LinkedHashMap<>();
      ranks(monitor).forEach((signal, ranks) -> means.put(signal, ranks.mean()));
      json.put("mean_ranks", means);
      ranks(monitor).values().stream()
          .findFirst()
          .ifPresent(ranks -> json.put("mean_rank_standard_error", ranks.standardError()));
      List<Map<String, Object>> courses = new ArrayList<>();
      for (Result result : results) {
        Course course = monitor.apply(result);
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("alarms", course.alarms());
        course.first().ifPresent(first -> one.put("first", first));
        course.leader().ifPresent(leader -> one.put("leader", leader));
        one.put("batches_with_alarm", course.under());
        courses.add(one);
      }
      json.put("streams", courses);
      return json;
    }

    String text() {
      return "%d streams, %d batches judged and %d promotions in each; at most %.1f alarms promised%n"
              .formatted(
                  results.size(),
                  plan.judged(),
                  plan.promotions(),
                  plan.promised() * results.size())
          + line("sketches read again", Result::reread)
          + "%n".formatted()
          + line("readings left", Result::left)
          + "%n".formatted()
          + line("first version only", Result::fixed);
    }

    private String line(String name, Function<Result, Course> monitor) {
      return String.format(
          Locale.ROOT,
          "%-20s %3d alarms in %d streams, %d of them by updates, %d batches with one; mean ranks %s",
          name,
          alarms(monitor),
          results.stream().map(monitor).filter(it -> it.alarms() > 0).count(),
          ofUpdates(monitor),
          results.stream().map(monitor).mapToInt(Course::under).sum(),
          ranks(monitor).entrySet().stream()
              .map(
                  it ->
                      String.format(
                          Locale.ROOT,
                          "%s %.3f ± %.3f",
                          it.getKey(),
                          it.getValue().mean(),
                          it.getValue().standardError()))
              .collect(Collectors.joining(", ")));
    }
  }

  boolean isAsked() {
    return promotions != 0;
  }

  /**
   * Runs all streams.
   *
   * @param progress is told the seed and the promotions so far, now and then
   */
  Outcome run(double intraclass, double runLength, long seed, BiConsumer<Long, Integer> progress) {
    Plan plan = new Plan(genes, batchCells, intraclass, settling, promotions, every, runLength);
    List<Result> results = new ArrayList<>();
    for (long own = seed; own < seed + streams; own++) {
      long stream = own;
      results.add(
          new PromotionAlarmTrial(plan, own)
              .run(
                  promotion -> {
                    if (promotion % 10 == 0) {
                      progress.accept(stream, promotion);
                    }
                  }));
    }
    return new Outcome(plan, intraclass, seed, results);
  }
}
