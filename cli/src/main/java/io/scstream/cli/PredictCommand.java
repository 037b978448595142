package io.scstream.cli;

import io.scstream.jobs.publish.VersionFiles;
import io.scstream.matrix.EmbeddingTable;
import io.scstream.matrix.EmbeddingsH5ad;
import io.scstream.models.ModelException;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.Role;
import io.scstream.models.factorized.Backing;
import io.scstream.models.factorized.Question;
import io.scstream.models.factorized.Response;
import io.scstream.models.learner.Canary;
import io.scstream.models.learner.Responses;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.VersionRef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
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
  private static final int MOVED_MOST = 200;

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
          "(${DEFAULT-VALUE}); choose it by pairs that were withheld."
        })
    private double unseen = 0.5;

    @Option(names = "--draws", paramLabel = "N", description = "Of every cell (${DEFAULT-VALUE}).")
    private int draws = 16;

    @Option(names = "--seed", paramLabel = "S", description = "Of the draws (${DEFAULT-VALUE}).")
    private long seed;
  }

  @Override
  public Integer call() {
    Question question = new Question(target(), mode(), options.unseen, options.draws, options.seed);
    try (ModelStore store = open()) {
      ModelManifest version = ModelVersions.find(store, VersionRef.parse(model));
      try (Responses responses =
          Responses.restore(store.read(version.blob(VersionFiles.WEIGHTS)), "cpu")) {
        List<Cell> cells = cells(store, version, question);
        Response response = responses.respond(cells, question);
        write(store, version, response);
        Output.print(spec, isJson, facts(version, cells, response), () -> line(response, cells));
        return ExitCode.OK;
      }
    } catch (ModelException e) {
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

  private static List<Cell> cells(ModelStore store, ModelManifest version, Question question) {
    boolean isOfControls = question.mode() == Question.Mode.INTERVENTIONAL;
    Map<String, String> asked = question.target().covariates();
    List<Cell> all = Canary.read(store.read(version.blob(VersionFiles.CANARY))).cells();
    List<Cell> cells =
        all.stream()
            .filter(cell -> (cell.role() == Role.BACKGROUND) == isOfControls)
            .filter(cell -> cell.condition().covariates().equals(asked))
            .toList();
    if (cells.isEmpty()) {
      throw new ModelException(
          ModelException.Category.BAD_INPUT,
          "Invalid covariates: %s; the version carries cells of %s"
              .formatted(
                  asked,
                  all.stream().map(cell -> cell.condition().covariates()).distinct().toList()));
    }
    return cells;
  }

  private void write(ModelStore store, ModelManifest version, Response response) {
    List<String> genes =
        new String(store.read(version.blob(VersionFiles.GENES)), StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.split("\t", 2)[0])
            .toList();
    float[][] parts = new float[genes.size()][];
    for (int gene = 0; gene < parts.length; gene++) {
      parts[gene] =
          new float[] {
            (float) response.effect()[gene],
            (float) response.mainEffect()[gene],
            (float) response.interactionEffect()[gene]
          };
    }
    Backing backing = response.backing();
    EmbeddingsH5ad.write(
        out,
        EmbeddingTable.of(genes)
            .obs("control_mean", response.control())
            .obs("mean", response.mean())
            .obs("variance", response.variance())
            .obs("effect", response.effect())
            .obs("main_effect", response.mainEffect())
            .obs("interaction_effect", response.interactionEffect())
            .obs("effect_spread", response.spread())
            .obs("moved_share", response.moved())
            .embedding("X_effects", parts)
            .provenance("model", version.version().lineage())
            .provenance("version", version.version().version())
            .provenance("support", word(backing))
            .provenance("pair_share", backing.pairShare())
            .provenance("treatment_share", backing.treatmentShare())
            .build());
  }

  private static String word(Backing backing) {
    return backing.word().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Map<String, Object> facts(ModelManifest version, List<Cell> cells, Response response) {
    Backing backing = response.backing();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("version", version.version().toString());
    facts.put("cells", cells.size());
    facts.put("support", word(backing));
    facts.put("covariate_cells", backing.covariateCells());
    facts.put("control_cells", backing.controlCells());
    facts.put("treatment_cells", backing.treatmentCells());
    facts.put("pair_cells", backing.pairCells());
    facts.put("pair_share", backing.pairShare());
    facts.put("treatment_share", backing.treatmentShare());
    facts.put("interaction_share", response.interactionShare(MOVED_MOST));
    facts.put("out", out.toString());
    return facts;
  }

  private String line(Response response, List<Cell> cells) {
    Backing backing = response.backing();
    return String.format(
        Locale.ROOT,
        "%s: %,d cells of these covariates, %,d of the treatment, %,d of both; interaction taken by"
            + " %.2f; asked of %d cells; %s",
        word(backing),
        backing.covariateCells(),
        backing.treatmentCells(),
        backing.pairCells(),
        backing.pairShare(),
        cells.size(),
        out);
  }
}
