package io.scstream.cli;

import io.scstream.models.simulate.Recipe;
import io.scstream.models.trial.Contender;
import io.scstream.models.trial.Feed;
import io.scstream.models.trial.Trial;
import io.scstream.models.trial.TrialResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scstream bench comparative}: models on cells whose true codes are known. */
@Command(
    name = "comparative",
    mixinStandardHelpOptions = true,
    description = {
      "Fit comparative models to simulated cells and compare their codes of unseen cells with the",
      "true ones: recovery, leakage, loss, dependence and decoded leakage."
    },
    footer = {
      "",
      "Examples:",
      "  scstream bench comparative --recipe r-small-poisson --model SO --seeds 0..4",
      "  scstream bench comparative --recipe r-over --model SO,CO,MO-CO --seeds 0,1 --json",
      "  scstream bench comparative --model SO --feed offline,mixed,blocks --seeds 0"
    })
public final class BenchComparativeCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--recipe",
      paramLabel = "R",
      split = ",",
      description = "Recipes of cells (${DEFAULT-VALUE}); any other name lists them.")
  private List<String> recipes = List.of("r-small-poisson");

  @Option(
      names = "--model",
      paramLabel = "M",
      split = ",",
      description = "SO, MO, CO, MO-CO, CONTRASTIVEVI, MM, TC, SRB; by default all.")
  private List<String> models = List.of();

  @Mixin private SeedOptions seeds = new SeedOptions();

  @Option(
      names = "--feed",
      paramLabel = "F",
      split = ",",
      description = {
        "offline: whole epochs; mixed: a stream of both roles, once; blocks: all background cells",
        "first; blocks-without-replay (${DEFAULT-VALUE})."
      })
  private List<String> feeds = List.of("offline");

  @Option(
      names = "--threshold",
      paramLabel = "K",
      split = ",",
      description = "Of the constraint on dependence (${DEFAULT-VALUE}).")
  private List<Double> thresholds = List.of(0.01);

  @Option(names = "--epochs", paramLabel = "N", description = "By default the recipe's.")
  private int epochs;

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean isJson;

  @Override
  public Integer call() {
    List<TrialResult> results = new ArrayList<>();
    List<Trial> trials = trials();
    for (Trial trial : trials) {
      Output.tell(
          spec,
          "%d of %d: %s, %s, %s, seed %d, %d steps",
          results.size() + 1,
          trials.size(),
          trial.recipe().label(),
          trial.model().label(),
          trial.feed().label(),
          trial.seed(),
          trial.steps());
      TrialResult result = trial.run();
      Output.tell(
          spec,
          "  R2 of z %.3f, of s %.3f; leakage of s into z %.3f, of z into s %.3f; loss %.1f",
          result.backgroundRecovery(),
          result.salientRecovery(),
          result.salientInBackground(),
          result.backgroundInSalient(),
          result.loss());
      results.add(result);
    }
    ComparativeTable table = ComparativeTable.of(trials, results);
    Output.print(spec, isJson, table.json(), table::text);
    return ExitCode.OK;
  }

  private List<Trial> trials() {
    List<Contender> contenders =
        models.isEmpty()
            ? List.of(Contender.values())
            : models.stream().map(Contender::named).toList();
    List<Trial> trials = new ArrayList<>();
    for (String recipe : recipes) {
      Recipe named = Recipe.named(recipe);
      for (Contender model : contenders) {
        for (String feed : feeds) {
          for (double threshold : model.isConstrained() ? thresholds : List.of(0.01)) {
            for (long seed : seeds.all(spec)) {
              int passes = epochs > 0 ? epochs : named.fit().epochs();
              trials.add(new Trial(named, model, feed(feed), seed, passes, threshold));
            }
          }
        }
      }
    }
    return trials;
  }

  private Feed feed(String name) {
    for (Feed feed : Feed.values()) {
      if (feed.label().equals(name.toLowerCase(Locale.ROOT))) {
        return feed;
      }
    }
    throw new ParameterException(
        spec.commandLine(),
        "Invalid --feed: " + name + "; expected offline, mixed, blocks or blocks-without-replay");
  }
}
