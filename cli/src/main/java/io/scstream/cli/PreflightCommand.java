package io.scstream.cli;

import io.scstream.ingest.Topics;
import io.scstream.models.device.Preflight;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelStore;
import java.util.ArrayList;
import java.util.List;
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
    description = "Check engine, device, native libraries, broker and store.",
    footer = {"", "Example:", "  scstream preflight --bootstrap broker:9092"})
public final class PreflightCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "auto, cpu or gpu:N (${DEFAULT-VALUE}).")
  private String device = "auto";

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
                lines.add(line("store", () -> store(deployment)));
                return deployment.bootstrap();
              }
            }));
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

  private static String store(Deployment deployment) {
    try (ModelStore store = FileModelStore.open(deployment.storePath())) {
      return deployment.storePath() + ", " + store.lineages().size() + " models";
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
