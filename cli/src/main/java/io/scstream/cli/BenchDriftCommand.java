package io.scstream.cli;

import io.scstream.models.ModelException;
import io.scstream.models.drift.AlarmOptions;
import io.scstream.models.trial.AlarmTrial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scstream bench drift}: how long the drift alarm is silent, and how soon it is not. */
@Command(
    name = "drift",
    mixinStandardHelpOptions = true,
    description = {
      "Replay batches of simulated cells that share a batch effect through the drift alarm: the",
      "batches until a false alarm, and the batches from a change of one signal to its alarm.",
      "Several values of --icc and --signals give a table. With --promotions a model learns from the",
      "batches, and what new versions of it do to the alarm is told instead."
    },
    footer = {
      "",
      "Examples:",
      "  scstream bench drift --icc 0.05 --signals 8 --seed 0 --json",
      "  scstream bench drift --reading energy --icc 0,0.02,0.05,0.1 --signals 1,8",
      "  scstream bench drift --promotions 100 --streams 5 --json"
    })
public final class BenchDriftCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--reading",
      paramLabel = "R",
      description = {
        "Of a batch: mean of 64 of its cells, strange if large, or energy, their energy distance to",
        "five batches before (${DEFAULT-VALUE})."
      })
  private String reading = "mean";

  @Option(
      names = "--icc",
      paramLabel = "X",
      split = ",",
      description =
          "Share of the variance that cells of a batch have in common (${DEFAULT-VALUE}).")
  private List<Double> icc = List.of(0.05);

  @Option(
      names = "--signals",
      paramLabel = "K",
      split = ",",
      description = "That the alarm follows; the first one moves (${DEFAULT-VALUE}).")
  private List<Integer> signals = List.of(8);

  @Option(
      names = "--correlation",
      paramLabel = "R",
      description = "Of the batch effects of signals (${DEFAULT-VALUE}).")
  private double correlation;

  @Option(names = "--seed", paramLabel = "S", description = "Of cells and ties (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--run-length",
      paramLabel = "N",
      description = "Batches without a false alarm that are asked for (${DEFAULT-VALUE}).")
  private double runLength = 500;

  @Option(
      names = "--replications",
      paramLabel = "N",
      description = "Streams without change and streams with one, each (${DEFAULT-VALUE}).")
  private int replications = 200;

  @Option(
      names = "--cap",
      paramLabel = "N",
      description = "Batches after which a stream ends without alarm (${DEFAULT-VALUE}).")
  private int cap = 10_000;

  @Option(
      names = "--clean",
      paramLabel = "N",
      description = "Batches before the change (${DEFAULT-VALUE}).")
  private int clean = 50;

  @Option(
      names = "--shift",
      paramLabel = "D",
      description = "Standard deviations of a batch's mean that it moves by (${DEFAULT-VALUE}).")
  private double shift = 2;

  @Option(
      names = "--lone-shift",
      paramLabel = "D",
      description = "The same of one batch that moves alone (${DEFAULT-VALUE}).")
  private double loneShift = 8;

  @Mixin private DriftPromotionsOptions promoted = new DriftPromotionsOptions();

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean isJson;

  private record Row(
      AlarmTrial.Law law,
      AlarmTrial.RunLength run,
      AlarmTrial.Delay delay,
      AlarmTrial.Strange strange) {}

  @Override
  public Integer call() {
    try {
      if (promoted.isAsked()) {
        DriftPromotionsOptions.Outcome outcome = promoted();
        Output.print(spec, isJson, outcome.json(), outcome::text);
        return ExitCode.OK;
      }
      List<Row> rows = new ArrayList<>();
      for (double share : icc) {
        for (int count : signals) {
          rows.add(
              run(
                  new AlarmTrial.Law(
                      AlarmTrial.Reading.named(reading), share, count, correlation)));
        }
      }
      Output.print(spec, isJson, json(rows), () -> text(rows));
      return ExitCode.OK;
    } catch (ModelException e) {
      return Failures.tell(spec, e);
    }
  }

  private DriftPromotionsOptions.Outcome promoted() {
    if (icc.size() != 1) {
      throw new ParameterException(
          spec.commandLine(), "Invalid --icc: " + icc + "; expected one value with --promotions");
    }
    return promoted.run(
        icc.get(0),
        runLength,
        seed,
        (stream, promotions) ->
            Output.tell(spec, "stream of seed %d: %d promotions", stream, promotions));
  }

  private Row run(AlarmTrial.Law law) {
    Output.tell(spec, "icc %s, %d signals", law.icc(), law.signals());
    AlarmTrial trial = new AlarmTrial(law, new AlarmOptions(runLength, 5, 20, seed));
    AlarmTrial.RunLength run =
        trial.runLength(
            replications,
            cap,
            Output.counted(spec, replications, "  %d of %d streams without change"));
    AlarmTrial.Delay delay =
        trial.delay(
            new AlarmTrial.Shift(shift, clean),
            replications,
            cap,
            Output.counted(spec, replications, "  %d of %d streams with a change"));
    AlarmTrial.Strange strange =
        trial.strange(
            new AlarmTrial.Shift(loneShift, clean),
            replications,
            Output.counted(spec, replications, "  %d of %d streams with one strange batch"));
    return new Row(law, run, delay, strange);
  }

  /** That of one pair of settings as it is; of several, one object each in a list. */
  private Map<String, Object> json(List<Row> rows) {
    if (rows.size() == 1) {
      return json(rows.get(0));
    }
    return Map.of("rows", rows.stream().map(this::json).toList());
  }

  private Map<String, Object> json(Row row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("reading", row.law().reading().label());
    json.put("icc", row.law().icc());
    json.put("signals", row.law().signals());
    json.put("correlation", row.law().correlation());
    json.put("seed", seed);
    json.put("asked", runLength);
    json.put("run_length", row.run().mean());
    json.put("run_length_standard_error", row.run().standardError());
    json.put("capped", row.run().capped());
    json.put("replications", replications);
    json.put("clean", clean);
    json.put("shift", shift);
    json.put("median_delay_%ssd".formatted(deviations()), row.delay().median());
    json.put("found_share", row.delay().found());
    json.put("attributed_share", row.delay().attributed());
    json.put("lone_shift", loneShift);
    json.put("strange_called", row.strange().called());
    if (row.strange().called() > 0) {
      json.put("strange_run_length", row.strange().runLength());
    }
    json.put("strange_found_share", row.strange().found());
    if (row.strange().found() > 0) {
      json.put("strange_attributed_share", row.strange().attributed());
    }
    return json;
  }

  private String deviations() {
    return shift == Math.rint(shift) ? Long.toString((long) shift) : Double.toString(shift);
  }

  private String text(List<Row> rows) {
    StringBuilder text =
        new StringBuilder(
            "%6s %8s %20s %7s %6s %6s %10s %11s %11s"
                .formatted(
                    "icc",
                    "signals",
                    "run length",
                    "capped",
                    "delay",
                    "found",
                    "attributed",
                    "strange run",
                    "one found"));
    for (Row row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n%6s %8d %12.0f ± %5.0f %7d %6.1f %6.3f %10.3f %11.0f %11.3f",
              row.law().icc(),
              row.law().signals(),
              row.run().mean(),
              row.run().standardError(),
              row.run().capped(),
              row.delay().median(),
              row.delay().found(),
              row.delay().attributed(),
              row.strange().runLength(),
              row.strange().found()));
    }
    return text.toString();
  }
}
