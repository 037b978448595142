package io.scstream.cli;

import io.scstream.bench.CellPhases;
import io.scstream.bench.LearnedPhases;
import io.scstream.ingest.FileCells;
import io.scstream.ingest.IngestException;
import io.scstream.ingest.Topics;
import io.scstream.matrix.MatrixException;
import io.scstream.models.ModelException;
import io.scstream.models.forgetting.ForgettingReport;
import io.scstream.models.simulate.Recipe;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.TrainingOptions;
import io.scstream.models.stream.RatePolicy;
import io.scstream.models.trial.ForgettingTrial;
import io.scstream.models.trial.SteadyStreamTrial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scstream bench forgetting}: what is left of the first phases of a stream at its end. */
@Command(
    name = "forgetting",
    mixinStandardHelpOptions = true,
    description = {
      "Learn from phases that come one after another and never again, with replay and by plain",
      "fine-tuning, and tell what is lost of each phase: the bound on its held-out cells at the end",
      "less the best it had after any phase since its own. Cells are simulated, or those of FILEs.",
      "With --stationary nothing changes, and what is told are the false alarms."
    },
    footer = {
      "",
      "Examples:",
      "  scstream bench forgetting --recipe r-svae --json",
      "  scstream bench forgetting --recipe r-small-poisson --stationary 4000",
      "  scstream bench forgetting screen.h5ad --layer layers/counts --background control \\",
      "      --obs role=perturbation,treatment=perturbation --by cell_line --phases-each 5"
    })
public final class BenchForgettingCommand implements Callable<Integer> {
  private static final int KL_WARMUP = 500;

  /** Of each role on a stationary stream. */
  private static final int STRATA = 5;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "h5ad, 10x HDF5 or directory, loom, or a delimited table.")
  private List<Path> files = new ArrayList<>();

  @Mixin private CellOptions cells = new CellOptions();
  @Mixin private ReadingOptions reading = new ReadingOptions();
  @Mixin private ForgettingOptions options = new ForgettingOptions();

  /** What a stream is made of, and how it is learned from. */
  static final class ForgettingOptions {
    @Option(
        names = "--by",
        paramLabel = "COLUMN",
        description = "Annotation of FILEs whose values come one after another.")
    private String column = "";

    @Option(
        names = "--phases-each",
        paramLabel = "N",
        description = "Phases of each value, treatments dealt by turns (${DEFAULT-VALUE}).")
    private int phasesEach = 5;

    @Option(
        names = "--recipe",
        paramLabel = "R",
        description = "Of simulated cells (${DEFAULT-VALUE}); any other name lists them.")
    private String recipe = "r-svae";

    @Option(
        names = "--phases",
        paramLabel = "N",
        description = "Of simulated cells (${DEFAULT-VALUE}).")
    private int phases = 20;

    @Option(
        names = "--per-role",
        paramLabel = "N",
        description = "Simulated cells of each role in a phase (${DEFAULT-VALUE}).")
    private int perRole = 1000;

    @Option(
        names = "--hidden",
        paramLabel = "N",
        description = "Units of a hidden layer; by default the recipe's.")
    private Optional<Integer> hidden = Optional.empty();

    @Option(
        names = "--latent",
        paramLabel = "N",
        description = "Dimensions of each block of codes; by default the recipe's.")
    private Optional<Integer> latent = Optional.empty();

    @Option(
        names = "--passes",
        paramLabel = "N",
        description = "How often the cells of a phase come (${DEFAULT-VALUE}).")
    private int passes = 4;

    @Option(
        names = "--memory",
        paramLabel = "N",
        description = "Cells kept for replay (${DEFAULT-VALUE}).")
    private int memory = 20_000;

    @Option(
        names = "--new-cells",
        paramLabel = "N",
        description = {
          "New cells of a step, 1 to 64; with replay the memory fills it up to 64 of each role",
          "(${DEFAULT-VALUE}: a quarter, as in a job)."
        })
    private int newCells = 32;

    @Option(
        names = "--replay-steps",
        paramLabel = "N",
        description = "Further steps on replay after each step (${DEFAULT-VALUE}).")
    private int replaySteps = 0;

    @Option(
        names = "--repair-steps",
        paramLabel = "N",
        description =
            "Further steps on replay while a phase counts as forgotten (${DEFAULT-VALUE}).")
    private int repairSteps = 0;

    @Option(
        names = "--decay-steps",
        paramLabel = "N",
        description = "Of the learning rate, with a ramp of 200; 0: constant (${DEFAULT-VALUE}).")
    private long decaySteps = 0;

    @Option(
        names = "--learning-rate",
        paramLabel = "R",
        description = "That it begins with (${DEFAULT-VALUE}).")
    private double learningRate = 1e-3;

    @Option(
        names = "--stationary",
        paramLabel = "N",
        description = {
          "Steps on an endless stream of one law of the recipe instead of phases, a quarter of them",
          "before the first look that counts (${DEFAULT-VALUE}: phases)."
        })
    private int stationary = 0;

    @Option(
        names = "--promote-every",
        paramLabel = "N",
        description =
            "Steps from one promoted version to the next, if stationary (${DEFAULT-VALUE}).")
    private int promoteEvery = 200;

    @Option(
        names = "--seed",
        paramLabel = "S",
        description = "Of cells and model (${DEFAULT-VALUE}).")
    private long seed;

    private LearnedPhases simulated() {
      return LearnedPhases.of(
          recipe,
          new LearnedPhases.Size(phases, perRole),
          new LearnedPhases.Sizes(hidden, latent),
          seed);
    }

    private RatePolicy rate() {
      return decaySteps == 0
          ? RatePolicy.CONSTANT
          : new RatePolicy(200, decaySteps, Math.min(1, 5e-5 / learningRate));
    }

    private SteadyStreamTrial steady() {
      return new SteadyStreamTrial(
          Recipe.named(recipe),
          TrainingOptions.of(seed, learningRate, KL_WARMUP),
          rate(),
          STRATA,
          stationary / 4,
          stationary,
          promoteEvery);
    }

    private ForgettingTrial.Course course(boolean isReplayed) {
      ForgettingTrial.Rhythm rhythm =
          new ForgettingTrial.Rhythm(newCells, replaySteps, repairSteps);
      return new ForgettingTrial.Course(
          isReplayed, memory, passes, isReplayed ? rhythm : rhythm.plain(), rate());
    }
  }

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean isJson;

  @Override
  public Integer call() {
    try {
      if (options.stationary != 0) {
        SteadyStreamTrial.Result steady =
            options
                .steady()
                .run(step -> Output.tell(spec, "step %d of %d", step, options.stationary));
        Output.print(spec, isJson, json(steady), () -> line(steady));
        return ExitCode.OK;
      }
      LearnedPhases stream = files.isEmpty() ? options.simulated() : read();
      ForgettingTrial.Result replay = run(stream, true);
      ForgettingTrial.Result plain = run(stream, false);
      Output.print(
          spec,
          isJson,
          json(stream, replay, plain),
          () -> "replay: %s%nplain:  %s".formatted(line(replay), line(plain)));
      return ExitCode.OK;
    } catch (IngestException | MatrixException | ModelException e) {
      return Failures.tell(spec, e);
    }
  }

  private LearnedPhases read() {
    if (options.column.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Missing --by; expected the annotation whose values make phases");
    }
    FileCells read =
        FileCells.read(
            files, reading.options(), cells.options(Topics.CELLS, List.of(options.column)));
    read.notes().forEach(note -> Output.tell(spec, "%s", note));
    int genes = read.genes().size();
    return new LearnedPhases(
        genes,
        CellPhases.of(read, options.column, options.phasesEach, options.seed),
        ContrastiveVaeSpec.of(genes));
  }

  private ForgettingTrial.Result run(LearnedPhases stream, boolean isReplayed) {
    ForgettingTrial trial =
        new ForgettingTrial(
            stream.genes(),
            stream.phases(),
            stream.model(),
            TrainingOptions.of(options.seed, options.learningRate, KL_WARMUP),
            options.course(isReplayed));
    String name = isReplayed ? "replay" : "plain";
    return trial.run(
        over -> Output.tell(spec, "%s: phase %d of %d", name, over, stream.phases().size()));
  }

  private Map<String, Object> json(
      LearnedPhases stream, ForgettingTrial.Result replay, ForgettingTrial.Result plain) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("cells", files.isEmpty() ? options.recipe : files.toString());
    json.put("phases", stream.phases().size());
    json.put("passes", options.passes);
    json.put("memory", options.memory);
    json.put("new_cells", options.newCells);
    json.put("replay_steps", options.replaySteps);
    json.put("repair_steps", options.repairSteps);
    json.put("learning_rate", options.learningRate);
    json.put("decay_steps", options.decaySteps);
    json.put("seed", options.seed);
    json.put("replay", json(replay));
    json.put("plain", json(plain));
    if (replay.worst().nats() > 0) {
      json.put("plain_over_replay_nats", plain.worst().nats() / replay.worst().nats());
    }
    return json;
  }

  private Map<String, Object> json(SteadyStreamTrial.Result steady) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("recipe", options.recipe);
    json.put("steps", options.stationary);
    json.put("promote_every", options.promoteEvery);
    json.put("learning_rate", options.learningRate);
    json.put("decay_steps", options.decaySteps);
    json.put("seed", options.seed);
    json.put("looks", steady.looks().size());
    json.put("looks_with_alarms", steady.looksAlarmed());
    json.put("readings", steady.readings());
    json.put("readings_worse", steady.worse());
    json.put("readings_alarmed", steady.alarmed());
    json.put("alarms_raised", steady.raised());
    List<Map<String, Object>> readings = new ArrayList<>();
    for (ForgettingReport look : steady.looks()) {
      for (ForgettingReport.Reading reading : look.strata()) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("step", look.step());
        one.put("stratum", reading.stratum());
        one.put("best_step", reading.bestStep());
        one.put("transfer", reading.transfer().mean());
        one.put("standard_error", reading.transfer().standardError());
        readings.add(one);
      }
    }
    json.put("strata", readings);
    return json;
  }

  private static String line(SteadyStreamTrial.Result steady) {
    return String.format(
        Locale.ROOT,
        "%d looks at %d strata: %d found worse, %d under an alarm, %d alarms raised; %d looks with"
            + " an alarm",
        steady.looks().size(),
        2 * STRATA,
        steady.worse(),
        steady.alarmed(),
        steady.raised(),
        steady.looksAlarmed());
  }

  private static Map<String, Object> json(ForgettingTrial.Result result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("steps", result.steps());
    json.put("worst_phase", result.worst().phase());
    json.put("worst_loss_nats", result.worst().nats());
    json.put("worst_loss_se_paired", result.worstStandardErrors());
    json.put("worst_loss_se_of_bound", result.worstInSpreads());
    json.put("worst_loss_se_of_meter", result.inMeterErrors());
    json.put("mean_loss_nats", result.mean());
    json.put("looks", result.looks());
    json.put("looks_with_alarms", result.alarmed());
    List<Map<String, Object>> losses = new ArrayList<>();
    for (ForgettingTrial.Loss loss : result.losses()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("phase", loss.phase());
      one.put("best_after", loss.best());
      one.put("loss_nats", loss.nats());
      one.put("se_paired", loss.change().standardError());
      one.put("se_of_bound", loss.spread());
      one.put("cells", loss.change().cells());
      losses.add(one);
    }
    json.put("losses", losses);
    return json;
  }

  private static String line(ForgettingTrial.Result result) {
    return String.format(
        Locale.ROOT,
        "at worst %.2f nats per cell of %s; %.1f paired SE, %.1f SE of the bound; %.2f nats on"
            + " average; %d of %d looks with an alarm",
        result.worst().nats(),
        result.worst().phase(),
        result.worstStandardErrors(),
        result.worstInSpreads(),
        result.mean(),
        result.alarmed(),
        result.looks());
  }
}
