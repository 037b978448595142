package io.scstream.cli;

import io.scstream.ingest.IngestException;
import io.scstream.matrix.MatrixException;
import io.scstream.models.ModelException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scstream bench factorized}: what factorized models recover, and what they predict. */
@Command(
    name = "factorized",
    mixinStandardHelpOptions = true,
    description = {
      "Train factorized models on simulated cells whose blocks are known, and tell of one task how",
      "well it is done. blocks: how well each learned block stands for the true one and for no",
      "other, with labels and without, beside the published form. unseen-pairs: effects of",
      "treatments in covariates that they were never seen in, beside the mean effect elsewhere.",
      "coverage: how often the true effect of a gene lies in an interval of 90 %. independence:",
      "which of the four independences that blocks are made for hold for unseen cells. clustering:",
      "which labels clusters of each block show. codes: both, from the same fits. stream: what one",
      "pass with replay costs, and labels that come late."
    },
    footer = {
      "",
      "Examples:",
      "  scstream bench factorized --task blocks --seeds 0..4 --json",
      "  scstream bench factorized --task unseen-pairs --interaction random --seeds 0..4",
      "  scstream bench factorized --task clustering --seeds 0..4 --baseline i-vae-means,beta-vae",
      "  scstream bench factorized --task codes kang.h5ad --layer layers/counts \\",
      "      --background ctrl --obs role=condition,treatment=condition,covariate=cell_type"
    })
public final class BenchFactorizedCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--task",
      paramLabel = "T",
      description = "Which (${DEFAULT-VALUE}); any other name lists them.")
  private String task = "blocks";

  @Mixin private SeedOptions seeds = new SeedOptions();
  @Mixin private FactorizedOptions options = new FactorizedOptions();
  @Mixin private FactorizedFiles files = new FactorizedFiles();

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean isJson;

  @Override
  public Integer call() {
    Map<String, FactorizedTask> tasks = new TreeMap<>();
    tasks.put("blocks", new BlocksTask(spec, options));
    for (String ofPairs : List.of("unseen-pairs", "coverage")) {
      tasks.put(ofPairs, new PairsTask(spec, options, files, ofPairs));
    }
    tasks.put("stream", new StreamTask(spec));
    tasks.put("independence", codes(EnumSet.of(CodesTask.Question.INDEPENDENCE)));
    tasks.put("clustering", codes(EnumSet.of(CodesTask.Question.CLUSTERING)));
    tasks.put("codes", codes(EnumSet.allOf(CodesTask.Question.class)));
    FactorizedTask chosen = tasks.get(task);
    if (chosen == null) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid --task: " + task + "; expected one of " + String.join(", ", tasks.keySet()));
    }
    try {
      FactorizedTask.Result result = chosen.run(seeds.all(spec));
      Output.print(spec, isJson, result.json(), result::text);
      return ExitCode.OK;
    } catch (IngestException | MatrixException | ModelException e) {
      return Failures.tell(spec, e);
    }
  }

  private FactorizedTask codes(Set<CodesTask.Question> questions) {
    return new CodesTask(spec, options, files, questions);
  }
}
