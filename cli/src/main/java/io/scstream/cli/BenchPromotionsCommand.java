package io.scstream.cli;

import io.scstream.models.simulate.Recipe;
import io.scstream.models.trial.Contender;
import io.scstream.models.trial.Promotions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code scstream bench promotions}: how far codes move from version to version. */
@Command(
    name = "promotions",
    mixinStandardHelpOptions = true,
    description = {
      "Train on an endless stream of simulated cells of one law, cut versions, and tell how far the",
      "codes of the first version's panel move, as published and without alignment, as shares of",
      "the spread between cells."
    },
    footer = {"", "Example:", "  scstream bench promotions --recipe r-over --model MO-CO"})
public final class BenchPromotionsCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--recipe",
      paramLabel = "R",
      description = "Of the cells (${DEFAULT-VALUE}); any other name lists them.")
  private String recipe = "r-small-poisson";

  @Option(
      names = "--model",
      paramLabel = "M",
      description = "As for bench comparative (${DEFAULT-VALUE}).")
  private String model = "SO";

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Of cells and model (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--learning-rate",
      paramLabel = "R",
      description = "Throughout (${DEFAULT-VALUE}).")
  private double learningRate = 1e-3;

  @Option(
      names = "--settling",
      paramLabel = "N",
      description = "Steps before the first version that counts (${DEFAULT-VALUE}).")
  private int settling = 2340;

  @Option(
      names = "--every",
      paramLabel = "N",
      description = "Steps from one version to the next (${DEFAULT-VALUE}).")
  private int every = 40;

  @Option(
      names = "--versions",
      paramLabel = "N",
      description = "After the first one (${DEFAULT-VALUE}).")
  private int versions = 50;

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean isJson;

  @Override
  public Integer call() {
    Promotions.Drifts drifts =
        new Promotions(
                Recipe.named(recipe),
                Contender.named(model),
                seed,
                learningRate,
                settling,
                every,
                versions)
            .run(this::tell);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("recipe", recipe);
    json.put("model", model);
    json.put("seed", seed);
    json.put("learning_rate", learningRate);
    json.put("settling", settling);
    json.put("every", every);
    json.put("versions", versions);
    json.put("published_successive", drifts.published().successive());
    json.put("published_overall", drifts.published().overall());
    json.put("unaligned_successive", drifts.unaligned().successive());
    json.put("unaligned_overall", drifts.unaligned().overall());
    Output.print(
        spec,
        isJson,
        json,
        () ->
            "published: %s%nunaligned: %s"
                .formatted(line(drifts.published()), line(drifts.unaligned())));
    return ExitCode.OK;
  }

  private static String line(Promotions.Drift drift) {
    return String.format(
        Locale.ROOT,
        "%5.1f %% from one version to the next at most, %5.1f %% from the first to the last",
        100 * drift.successive(),
        100 * drift.overall());
  }

  private void tell(int cut) {
    Output.tell(spec, "version %d of %d", cut, versions + 1);
  }
}
