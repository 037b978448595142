package io.scstream.cli;

import io.scstream.config.ScstreamConfig;
import io.scstream.ingest.Topics;
import io.scstream.models.device.Preflight;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelStores;
import io.scstream.store.ProbeReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scstream preflight}: what must hold before anything is started, one line each. */
@Command(
    name = "preflight",
    mixinStandardHelpOptions = true,
    description = {
      "Check engine, device, native libraries, broker and store.",
      "The store is that of publish.store, or else the folder beside the embedded broker: a file of",
      "its own is written, replaced, listed and deleted there, under every condition a store needs."
    },
    footer = {
      "",
      "Examples:",
      "  scstream preflight --bootstrap broker:9092",
      "  scstream preflight --set publish.store=s3://lab/models --set store.region=us-east-1"
    })
public final class PreflightCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "auto, cpu or gpu:N (${DEFAULT-VALUE}).")
  private String device = "auto";

  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Override
  public Integer call() {
    List<Preflight.Line> lines = new ArrayList<>(Preflight.report(device));
    lines.add(
        line(
            "broker",
            () -> {
              try (Deployment deployment = connection.open()) {
                Topics.ensure(deployment.client());
                return deployment.bootstrap();
              }
            }));
    lines.add(line("store", this::store));
    boolean holds = Preflight.holds(lines);
    Output.print(
        spec,
        connection.isJson(),
        Map.of("holds", holds, "lines", lines),
        () ->
            lines.stream()
                .map(
                    l ->
                        String.format(
                            "%-4s %-17s %s", l.holds() ? "ok" : "FAIL", l.subject(), l.finding()))
                .collect(Collectors.joining("\n")));
    return holds ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** Opens the store that jobs with these settings publish to, and tries what it rests on. */
  private String store() {
    ScstreamConfig.Publish publish = settings.load(List.of()).config().publish();
    String place = publish.store().isEmpty() ? connection.storePath().toString() : publish.store();
    try (ModelStore store = ModelStores.open(place, publish.access().options())) {
      ProbeReport probe = store.probe(System::nanoTime);
      return String.format(
          Locale.ROOT,
          "%s, %d models, conditional puts honoured, median of %d operations %.1f ms",
          place,
          store.lineages().size(),
          probe.operations(),
          probe.medianMillis());
    }
  }

  private static Preflight.Line line(String subject, Supplier<String> check) {
    try {
      return new Preflight.Line(subject, true, check.get());
    } catch (RuntimeException e) {
      return new Preflight.Line(subject, false, String.valueOf(e.getMessage()));
    }
  }
}
