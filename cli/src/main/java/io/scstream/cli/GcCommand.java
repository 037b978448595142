package io.scstream.cli;

import io.scstream.store.GcReport;
import io.scstream.store.ModelStore;
import io.scstream.store.RetentionPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code scstream models gc}: what nobody refers to goes. */
@Command(
    name = "gc",
    mixinStandardHelpOptions = true,
    description = {
      "Delete versions that nothing refers to, then files that no version has.",
      "Every alias and tag, the origin of every fork, and what the options keep is safe. What is"
          + " found for the first time waits for --grace, so call this again and again, such as"
          + " once a day. Jobs may publish meanwhile."
    },
    footer = {"", "Example:", "  scstream models gc --keep 20 --keep-days 30 --dry-run"})
final class GcCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private ModelsCommand models;

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "The newest versions of each lineage (${DEFAULT-VALUE}).")
  private int newest = RetentionPolicy.usual().newest();

  @Option(
      names = "--keep-passed",
      paramLabel = "N",
      description = "The newest that passed the promotion gate; by default all of them.")
  private int passed = RetentionPolicy.usual().passed();

  @Option(
      names = "--keep-days",
      paramLabel = "N",
      description = "The last version of each of so many days (${DEFAULT-VALUE}).")
  private int days = RetentionPolicy.usual().days();

  @Option(
      names = "--grace-minutes",
      paramLabel = "N",
      description =
          "How long something waits before it goes (${DEFAULT-VALUE}); longer than any job takes"
              + " to publish.")
  private long grace = RetentionPolicy.usual().grace().toMinutes();

  @Option(names = "--dry-run", description = "Only tell what would be done.")
  private boolean isDry;

  @Override
  public Integer call() {
    RetentionPolicy policy = new RetentionPolicy(newest, passed, days, Duration.ofMinutes(grace));
    try (ModelStore store = models.open()) {
      Clock clock = Clock.systemUTC();
      GcReport report = isDry ? store.collectable(policy, clock) : store.collect(policy, clock);
      Output.print(spec, models.isJson(), facts(report), () -> text(report));
      return ExitCode.OK;
    }
  }

  private Map<String, Object> facts(GcReport report) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("versions", report.versions());
    facts.put("kept", report.kept());
    facts.put("waiting", report.condemned());
    facts.put("deleted", report.deleted());
    facts.put("rescued", report.rescued());
    facts.put("dry_run", isDry);
    return facts;
  }

  private String text(GcReport report) {
    return String.format(
        "%,d versions, %,d kept; %,d files wait, %,d %s, %,d are wanted again",
        report.versions(),
        report.kept(),
        report.condemned().size(),
        report.deleted().size(),
        isDry ? "would be deleted" : "were deleted",
        report.rescued());
  }
}
