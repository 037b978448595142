package io.scstream.cli;

import io.scstream.store.Erasure;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.VersionRef;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code scstream models erase-donor}: a donor is to be forgotten. */
@Command(
    name = "erase-donor",
    mixinStandardHelpOptions = true,
    description = {
      "Write down that a model is to forget a donor, and tell which versions have seen it.",
      "scstream models gc then keeps such versions only where a name or a fork holds them. Running"
          + " jobs, topics and saved states are not touched: docs/store.md tells what else to do."
    },
    footer = {
      "",
      "Example:",
      "  scstream models erase-donor screen --donor D17 --reason 'consent'"
    })
final class EraseDonorCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private ModelsCommand models;

  @Parameters(paramLabel = "NAME", description = "The model.")
  private String name = "";

  @Option(names = "--donor", required = true, paramLabel = "ID", description = "As in the cells.")
  private String donor = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the erasure.")
  private String reason = "";

  @Override
  public Integer call() {
    try (ModelStore store = models.open()) {
      Erasure erasure =
          store.eraseDonor(
              name,
              donor,
              Clock.systemUTC().instant(),
              System.getProperty("user.name", ""),
              reason);
      Optional<ModelVersion> clean = VersionRef.beforeDonor(name, donor).resolve(store);
      List<String> affected =
          store.versions(name).stream()
              .filter(version -> clean.isEmpty() || version.compareTo(clean.get()) > 0)
              .map(ModelVersion::toString)
              .toList();
      print(erasure, clean, affected);
      return ExitCode.OK;
    }
  }

  private void print(Erasure erasure, Optional<ModelVersion> clean, List<String> affected) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", name);
    facts.put("donor_sha256", erasure.donor());
    facts.put("since", erasure.since().toString());
    facts.put("last_clean", clean.map(ModelVersion::toString).orElse(""));
    facts.put("may_have_seen", affected);
    Output.print(
        spec,
        models.isJson(),
        facts,
        () ->
            String.format(
                "Written down; %,d versions may have seen the donor, %s",
                affected.size(),
                clean
                    .map(version -> "the last that had not is " + version)
                    .orElse("and no other is known")));
  }
}
