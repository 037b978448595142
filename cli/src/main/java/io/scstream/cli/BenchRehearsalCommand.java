package io.scstream.cli;

import io.scstream.config.ConfigException;
import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.operator.DriftSettings;
import io.scstream.jobs.operator.LearnerSettings;
import io.scstream.models.ModelException;
import io.scstream.models.simulate.Event;
import io.scstream.models.simulate.EventStream;
import io.scstream.models.trial.RehearsalTrial;
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
import picocli.CommandLine.Spec;

/** {@code scstream bench rehearsal}: which drift alarms ring in a stream with scripted events. */
@Command(
    name = "rehearsal",
    mixinStandardHelpOptions = true,
    description = {
      "Train on a simulated stream and watch its batches, by the settings and the code of a training",
      "job: which drift alarms ring, what they name, and what part of the time watching takes.",
      "Events are those of scstream simulate."
    },
    footer = {
      "",
      "Example:",
      "  scstream bench rehearsal --event shift@61:genes=50 --set publish.every-steps=100 --json"
    })
public final class BenchRehearsalCommand implements Callable<Integer> {
  private static final double NANOS = 1e9;
  private static final int TOLD_EVERY = 10;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private StreamOptions options = new StreamOptions();
  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean isJson;

  @Override
  public Integer call() {
    try {
      EventStream stream = options.stream();
      ScstreamConfig config = settings.load(List.of()).config();
      RehearsalTrial trial =
          new RehearsalTrial(
              stream,
              new RehearsalTrial.Learning(
                  LearnerSettings.spec(config, stream.settings().genes()),
                  LearnerSettings.training(config),
                  LearnerSettings.stream(config),
                  config.train().device()),
              DriftSettings.options(config),
              System::nanoTime);
      RehearsalTrial.Result result = trial.run(batch -> tell(batch, stream.settings().batches()));
      Output.print(spec, isJson, json(stream, result), () -> text(result));
      return ExitCode.OK;
    } catch (ConfigException | ModelException e) {
      return Failures.tell(spec, e);
    }
  }

  private void tell(int batch, int of) {
    if (batch % TOLD_EVERY == 0 || batch == of) {
      Output.tell(spec, "batch %d of %d", batch, of);
    }
  }

  private static double share(RehearsalTrial.Result result) {
    return result.allNanos() == 0 ? 0 : (double) result.watchNanos() / result.allNanos();
  }

  private static Map<String, Object> json(EventStream stream, RehearsalTrial.Result result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("events", stream.events().stream().map(Event::toString).toList());
    json.put("batches", result.batches());
    json.put("steps", result.steps());
    json.put("alarms", rings(result.alarms()));
    json.put("strange", rings(result.strange()));
    json.put("beyond_limits", rings(result.limits()));
    json.put("seconds", result.allNanos() / NANOS);
    json.put("watch_share", share(result));
    return json;
  }

  private static List<Map<String, Object>> rings(List<RehearsalTrial.Ring> rings) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (RehearsalTrial.Ring ring : rings) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("batch", ring.batch());
      one.put("signals", ring.signals());
      one.put("text", ring.text());
      all.add(one);
    }
    return all;
  }

  private static String text(RehearsalTrial.Result result) {
    StringBuilder text = new StringBuilder();
    result.alarms().forEach(ring -> text.append("alarm, %s%n".formatted(ring.text())));
    result.strange().forEach(ring -> text.append("strange, %s%n".formatted(ring.text())));
    result
        .limits()
        .forEach(
            ring ->
                text.append(
                    "beyond limits, %s: %s%n"
                        .formatted(ring.batch(), String.join(", ", ring.signals()))));
    return text
        + String.format(
            Locale.ROOT,
            "%d alarms in %d batches, %d steps; watching took %.1f %% of %.1f s",
            result.alarms().size(),
            result.batches(),
            result.steps(),
            100 * share(result),
            result.allNanos() / NANOS);
  }
}
