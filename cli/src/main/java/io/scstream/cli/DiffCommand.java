package io.scstream.cli;

import io.scstream.store.ModelStore;
import io.scstream.store.VersionDiff;
import io.scstream.store.VersionDiff.Fate;
import io.scstream.store.VersionRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code scstream models diff}: two versions side by side. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Compare two versions: settings, metrics, weights tensor by tensor, and how far the codes of"
          + " cells that both carry moved."
    },
    footer = {"", "Example:", "  scstream models diff screen@promoted screen@latest"})
final class DiffCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private ModelsCommand models;

  @Parameters(index = "0", paramLabel = "FROM", description = "NAME@REF of the one.")
  private String from = "";

  @Parameters(index = "1", paramLabel = "TO", description = "NAME@REF of the other.")
  private String to = "";

  @Override
  public Integer call() {
    try (ModelStore store = models.open()) {
      VersionRef one = VersionRef.parse(from);
      VersionRef other = VersionRef.parse(to);
      ModelVersions.find(store, one);
      ModelVersions.find(store, other);
      VersionDiff diff = VersionDiff.of(store, one, other);
      Output.print(spec, models.isJson(), facts(diff), () -> text(diff));
      return ExitCode.OK;
    }
  }

  private static Map<String, Object> facts(VersionDiff diff) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("from", diff.from().toString());
    facts.put("to", diff.to().toString());
    facts.put("config", diff.config());
    facts.put("metrics", diff.metrics());
    Map<String, Object> weights = new TreeMap<>();
    diff.weights().forEach((name, weight) -> weights.put(name, facts(weight)));
    facts.put("weights", weights);
    facts.put("comparable", diff.isComparable());
    facts.put("moved", diff.moved());
    return facts;
  }

  private static Map<String, Object> facts(VersionDiff.Weight weight) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("fate", weight.fate().name().toLowerCase(Locale.ROOT));
    facts.put("dtype", weight.dtype());
    facts.put("shape", weight.shape());
    facts.put("max_difference", weight.largest());
    facts.put("relative_difference", weight.relative());
    return facts;
  }

  private static String text(VersionDiff diff) {
    List<String> lines = new ArrayList<>();
    lines.add(diff.from() + " -> " + diff.to());
    diff.config().forEach((key, it) -> lines.add(line(key, it.from(), it.to())));
    diff.metrics().forEach((name, it) -> lines.add(line(name, it.from(), it.to())));
    diff.weights()
        .forEach(
            (name, weight) -> {
              if (weight.fate() != Fate.SAME) {
                lines.add(line(name, weight));
              }
            });
    long same = diff.weights().values().stream().filter(it -> it.fate() == Fate.SAME).count();
    lines.add(String.format("%d of %d tensors are the same", same, diff.weights().size()));
    diff.moved().forEach((block, it) -> lines.add(line(block, it)));
    if (!diff.isComparable()) {
      lines.add("Codes are not comparable: the versions are of different frames");
    }
    return String.join("\n", lines);
  }

  private static String line(String name, @Nullable Object from, @Nullable Object to) {
    return String.format(
        "%s: %s -> %s", name, from == null ? "none" : from, to == null ? "none" : to);
  }

  private static String line(String name, VersionDiff.Weight weight) {
    return String.format(
        Locale.ROOT,
        "%s %s %s: %s%s",
        name,
        weight.dtype(),
        weight.shape(),
        weight.fate().name().toLowerCase(Locale.ROOT),
        weight.largest() == null
            ? ""
            : String.format(
                Locale.ROOT,
                ", by %.3g at most, %.3g of its length",
                weight.largest(),
                weight.relative()));
  }

  private static String line(String block, VersionDiff.Movement moved) {
    return String.format(
        Locale.ROOT,
        "%s codes of %,d cells moved by %.3g on average, %.3g at most; %.3g of the spread",
        block,
        moved.cells(),
        moved.mean(),
        moved.largest(),
        moved.share());
  }
}
