package io.scstream.cli;

import io.scstream.ingest.IngestException;
import io.scstream.matrix.EmbeddingTable;
import io.scstream.matrix.EmbeddingsH5ad;
import io.scstream.matrix.MatrixException;
import io.scstream.models.ModelException;
import io.scstream.models.calibrate.Calibration;
import io.scstream.models.data.Condition;
import io.scstream.models.factorized.Backing;
import io.scstream.models.factorized.Question;
import io.scstream.models.factorized.Response;
import io.scstream.response.Answer;
import io.scstream.response.AskedVersion;
import io.scstream.response.CalibratedAnswer;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelStore;
import io.scstream.store.VersionRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scstream predict}: what cells would be under a treatment that they did not have. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = {
      "Ask a factorized model what cells of some covariates would be under a treatment.",
      "The cells are controls, or with --mode individual treated ones, that the version carries as",
      "its canary. Written is a row for each gene: means with and without the treatment, the",
      "effect, its parts, and how sure it is. Beside it stands what the answer rests on."
    },
    footer = {
      "",
      "Example:",
      "  scstream predict --model screen@latest --covariate cell_line=k562 --treatment KLF1 \\",
      "      --out effect.h5ad"
    })
public final class PredictCommand implements Callable<Integer> {
  private static final double UNSEEN = 0.5;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "NAME@REF",
      description = "The version to ask.")
  private String model = "";

  @Option(
      names = "--covariate",
      required = true,
      paramLabel = "NAME=VALUE",
      description = "Of the cells; repeatable, one for each covariate of the model.")
  private Map<String, String> covariates = new TreeMap<>();

  @Option(
      names = "--treatment",
      required = true,
      paramLabel = "NAME",
      description = "That they are to have; repeatable for a combination.")
  private List<String> treatments = new ArrayList<>();

  @Option(
      names = "--dose",
      paramLabel = "D",
      description = "Of each treatment in turn, in the unit of the data set (1).")
  private List<Double> doses = new ArrayList<>();

  @Mixin private QuestionOptions options = new QuestionOptions();
  @Mixin private WithheldOptions withheld = new WithheldOptions();

  @Option(names = "--out", required = true, paramLabel = "FILE.h5ad", description = "To write to.")
  @SuppressWarnings("NullAway.Init")
  private Path out;

  @Option(names = "--json", description = "Print what the answer rests on as one JSON object.")
  private boolean isJson;

  /** How to answer, and where versions are. */
  static final class QuestionOptions {
    @Option(names = "--store", paramLabel = "DIR", description = "Model store (${DEFAULT-VALUE}).")
    private Path store = Path.of("scstream-work/store");

    @Option(
        names = "--mode",
        paramLabel = "M",
        description = {
          "interventional: of controls, with what treatments move drawn anew; individual: of"
              + " treated",
          "cells, which keep how far they are from what is usual (${DEFAULT-VALUE})."
        })
    private String mode = "interventional";

    @Option(
        names = "--unseen-share",
        paramLabel = "L",
        description = {
          "Share of the interaction that is taken for a pair which was never seen, from 0 to 1",
          "(that which --withheld chooses; 0.5 without)."
        })
    private @Nullable Double unseen;

    @Option(names = "--draws", paramLabel = "N", description = "Of every cell (${DEFAULT-VALUE}).")
    private int draws = 16;

    @Option(names = "--seed", paramLabel = "S", description = "Of the draws (${DEFAULT-VALUE}).")
    private long seed;
  }

  @Override
  public Integer call() {
    Condition target = target();
    Question.Mode mode = mode();
    try (ModelStore store = open();
        AskedVersion version =
            AskedVersion.open(store, ModelVersions.find(store, VersionRef.parse(model)))) {
      Optional<Calibration> calibration =
          withheld.read(spec).map(it -> version.calibrate(it, options.draws, options.seed));
      double chosen = calibration.map(Calibration::unseen).orElse(UNSEEN);
      double unseen = options.unseen == null ? chosen : options.unseen;
      Answer answer =
          version.answer(new Question(target, mode, unseen, options.draws, options.seed));
      CalibratedAnswer intervals =
          new CalibratedAnswer(answer.response(), calibration, withheld.level());
      write(answer, intervals);
      Output.print(
          spec, isJson, facts(answer, intervals), () -> line(answer) + "; " + intervals.told());
      return ExitCode.OK;
    } catch (IngestException | MatrixException | ModelException e) {
      return Failures.tell(spec, e);
    }
  }

  private ModelStore open() {
    if (!Files.isDirectory(options.store)) {
      throw new ParameterException(
          spec.commandLine(),
          "No model store in " + options.store + "; expected --store to name one");
    }
    return FileModelStore.open(options.store);
  }

  private Condition target() {
    if (!doses.isEmpty() && doses.size() != treatments.size()) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid --dose: %d for %d treatments; expected one for each, or none"
              .formatted(doses.size(), treatments.size()));
    }
    List<Condition.Dose> all = new ArrayList<>();
    for (int i = 0; i < treatments.size(); i++) {
      all.add(new Condition.Dose(treatments.get(i), doses.isEmpty() ? 1 : doses.get(i)));
    }
    return new Condition(new TreeMap<>(covariates), all);
  }

  private Question.Mode mode() {
    return switch (options.mode) {
      case "interventional" -> Question.Mode.INTERVENTIONAL;
      case "individual" -> Question.Mode.INDIVIDUAL;
      default ->
          throw new ParameterException(
              spec.commandLine(),
              "Invalid --mode: " + options.mode + "; expected interventional or individual");
    };
  }

  private void write(Answer answer, CalibratedAnswer intervals) {
    Response response = answer.response();
    List<String> genes = answer.genes();
    float[][] parts = new float[genes.size()][];
    for (int gene = 0; gene < parts.length; gene++) {
      parts[gene] =
          new float[] {
            (float) response.effect()[gene],
            (float) response.mainEffect()[gene],
            (float) response.interactionEffect()[gene]
          };
    }
    EmbeddingTable.Builder table = EmbeddingTable.of(genes);
    answer.byGene().forEach(table::obs);
    intervals.byGene().forEach(table::obs);
    EmbeddingsH5ad.write(
        out,
        table
            .embedding("X_effects", parts)
            .provenance("model", answer.version().lineage())
            .provenance("version", answer.version().version())
            .provenance("support", answer.support())
            .provenance("level", intervals.level())
            .provenance("intervals", intervals.told())
            .provenance("pair_share", response.backing().pairShare())
            .provenance("treatment_share", response.backing().treatmentShare())
            .build());
  }

  private Map<String, Object> facts(Answer answer, CalibratedAnswer intervals) {
    Map<String, Object> facts = answer.facts();
    facts.put("intervals", intervals.told());
    facts.put("out", out.toString());
    return facts;
  }

  private String line(Answer answer) {
    Backing backing = answer.response().backing();
    return String.format(
        Locale.ROOT,
        "%s: %,d cells of these covariates, %,d of the treatment, %,d of both; interaction taken by"
            + " %.2f; asked of %d cells; %s",
        answer.support(),
        backing.covariateCells(),
        backing.treatmentCells(),
        backing.pairCells(),
        backing.pairShare(),
        answer.cells(),
        out);
  }
}
