package io.scstream.jobs.operator;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.GeneSpaces;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.connect.RawRecord;
import io.scstream.jobs.publish.VersionDraft;
import io.scstream.jobs.state.RunMeta;
import io.scstream.models.ModelException;
import io.scstream.models.gate.Finding;
import io.scstream.models.gate.GateReport;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.stream.ChunkArrival;
import io.scstream.models.stream.ChunkReport;
import io.scstream.models.stream.DriftWatch;
import io.scstream.models.stream.GuardState;
import io.scstream.models.stream.StreamState;
import io.scstream.models.stream.StreamTrainer;
import io.scstream.models.stream.VersionCut;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.schema.cells.ChunkId;
import io.scstream.store.RunOrigin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run that has seen its gene space: the trainer, and what the stream and the store say of it. */
final class LineageRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LineageRun.class);
  private final ScstreamConfig settings;
  private final GeneSpaces geneSpaces;
  private final Thinning thinning;
  private final StreamTrainer trainer;
  private final RunMeta.Identity identity;
  private final RunMeta.Frame frame;
  private final SortedMap<String, Long> trainedThrough;
  private final SortedMap<String, Long> restoredThrough;
  private final DriftRun drift;
  private final SeenDonors donors;
  private final ToldReason withheldTold;
  private long lastDueStep;
  private Optional<Refusal> refusal = Optional.empty();
  private Optional<Withheld> withheld = Optional.empty();
  private @Nullable GeneSpaceRecord geneSpace;

  private LineageRun(
      ScstreamConfig settings,
      TrainOperator.Surroundings outside,
      StreamTrainer trainer,
      RunMeta from,
      Known known) {
    this.settings = settings;
    this.geneSpaces = outside.geneSpaces();
    this.thinning = Thinning.of(settings.input(), outside.lag());
    this.trainer = trainer;
    this.donors = known.donors();
    this.withheldTold = new ToldReason(from.identity().lineage(), known.withheldTold());
    this.identity = from.identity();
    this.frame = from.frame();
    this.trainedThrough = new TreeMap<>(from.trainedThrough());
    this.restoredThrough = new TreeMap<>(from.trainedThrough());
    this.lastDueStep = from.lastDueStep();
    this.drift =
        new DriftRun(
            settings, DriftSettings.watch(settings, this::geneSpace, known.watched()), trainer);
  }

  /** What a run knows besides its model. */
  private record Known(
      SeenDonors donors, Optional<String> withheldTold, DriftWatch.Saved watched) {}

  /** A new run, of the gene space of the settings or else of its first chunk. */
  static LineageRun begin(
      ScstreamConfig settings,
      TrainOperator.Surroundings outside,
      RunState state,
      CellChunkRecord first) {
    String wanted = settings.input().geneSpace();
    String geneSpace = wanted.isEmpty() ? first.getGeneSpace() : wanted;
    int genes =
        geneSpace.equals(first.getGeneSpace())
            ? first.getGeneCount()
            : VersionDrafts.geneSpace(outside.geneSpaces(), geneSpace).getGeneIds().size();
    ModelSpec spec = LearnerSettings.spec(settings, genes);
    LearnerSettings.brokenConditions(settings.model(), spec)
        .forEach(it -> LOG.warn("{} is not identifiable by {}", settings.lineage().name(), it));
    StreamTrainer trainer =
        StreamTrainer.start(LearnerSettings.stream(settings), spec, outside.learners(), state);
    RunMeta nothing =
        new RunMeta(
            new RunMeta.Identity(
                UUID.randomUUID().toString(), settings.lineage().name(), Optional.empty()),
            new RunMeta.Frame(geneSpace, genes, LearnerSettings.inputRule(settings)),
            trainer.counts(),
            0,
            new TreeMap<>(),
            new RunMeta.Seen(new TreeMap<>(), new TreeMap<>(), new TreeMap<>()),
            List.of(),
            GuardState.QUIET);
    return new LineageRun(
        settings,
        outside,
        trainer,
        nothing,
        new Known(SeenDonors.nobody(), Optional.empty(), DriftWatch.Saved.NOTHING));
  }

  /**
   * The run that was saved, or one that begins with its state.
   *
   * @throws SuppressRestartsException if it is of another lineage and not to begin this one, or was
   *     learned under other settings
   */
  static LineageRun restore(
      ScstreamConfig settings,
      TrainOperator.Surroundings outside,
      RunState state,
      RunState.Saved saved) {
    RunState.Begun begun = saved.begun().orElseThrow();
    RunMeta meta = begun.meta();
    LearnerSettings.requireSame(settings, meta, begun.stream().learner());
    StreamTrainer trainer =
        StreamTrainer.restore(
            LearnerSettings.stream(settings),
            LearnerSettings.spec(settings, meta.frame().genes()),
            outside.learners(),
            state,
            begun.stream());
    LineageRun run =
        new LineageRun(
            settings,
            outside,
            trainer,
            new RunMeta(
                identity(settings.lineage(), meta),
                meta.frame(),
                meta.counts(),
                meta.lastDueStep(),
                meta.trainedThrough(),
                meta.seen(),
                meta.carry(),
                meta.guard()),
            new Known(SeenDonors.of(saved.donors()), saved.withheldTold(), saved.drift()));
    // They are in the state, and the source will not give them again; a topic read anew would.
    saved.held().forEach(chunk -> through(run.restoredThrough, chunk.raw().position()));
    return run;
  }

  private static RunMeta.Identity identity(ScstreamConfig.Lineage lineage, RunMeta meta) {
    RunMeta.Identity before = meta.identity();
    if (before.lineage().equals(lineage.name())) {
      return before;
    }
    if (!lineage.fork()) {
      throw new SuppressRestartsException(
          new IllegalStateException(
              "Invalid lineage.name: "
                  + lineage.name()
                  + "; expected "
                  + before.lineage()
                  + ", which the saved state belongs to, or lineage.fork=true to begin "
                  + lineage.name()
                  + " with it"));
    }
    return LearnerSettings.forked(lineage.name(), before.lineage(), meta.counts().parentStep());
  }

  RunMeta.Identity identity() {
    return identity;
  }

  RunMeta.Frame frame() {
    return frame;
  }

  StreamTrainer trainer() {
    return trainer;
  }

  /** Per topic-partition the offset after the last chunk taken in. */
  SortedMap<String, Long> trainedThrough() {
    return trainedThrough;
  }

  /**
   * Whether the chunk was taken in before the state was saved. At the barrier everything below the
   * offsets had come, in whatever order; between two barriers nothing is read twice.
   */
  boolean isReplayed(RawRecord.Position position) {
    return position.offset() < restoredThrough.getOrDefault(position.topicPartition(), 0L);
  }

  /** Takes in a chunk and every step that it makes due. */
  ChunkReport accept(PlacedChunk placed) {
    ChunkArrival arrival =
        new ChunkArrival(
            ChunkId.of(placed.chunk()).toString(),
            ChunkCells.arrivals(
                placed.chunk(),
                new ChunkCells.Told(
                    settings.memory().strataCovariates(),
                    LearnerSettings.groups(settings),
                    settings.input().leakage().label(),
                    settings.model().factorized().covariates())),
            thinning.share(trainedThrough));
    ChunkReport report = trainer.accept(arrival);
    donors.accept(placed.chunk());
    through(trainedThrough, placed.raw().position());
    drift.accept(placed.chunk(), arrival, report);
    return report;
  }

  /** The stream has ended: takes the last steps and judges the last batches. */
  ChunkReport finish() {
    ChunkReport report = trainer.finish();
    drift.finish();
    return report;
  }

  /** What is known of drift. */
  DriftRun drift() {
    return drift;
  }

  /**
   * Goes on from an earlier version.
   *
   * @throws Commands.Refusal if it is of another model
   */
  void rollBackTo(PublishedVersions.Found version) {
    try {
      trainer.rollBackTo(version.learner(), version.gauge());
      RunOrigin origin = version.manifest().written().origin();
      if (origin == null || !origin.run().equals(identity.run())) {
        donors.join(version.donors()); // Another run's, such as a grown one.
      }
      drift.inUse(version.learner());
    } catch (ModelException e) {
      throw new Commands.Refusal(String.valueOf(e.getMessage()));
    }
  }

  /** Tells what stands between two chunks. */
  void tell(TrainerGauges gauges) {
    gauges.standing(trainer.remembered(), thinning.asMetric().orElse(1));
  }

  /** Steps taken in all. */
  long step() {
    return trainer.step();
  }

  /** The version that is due by the number of steps, if one is. */
  Optional<VersionDraft> cutIfDue(ChunkReport report) {
    // From the last due one: a version that a person asked for does not shift the others.
    if (trainer.isHalted() || report.step() - lastDueStep < settings.publish().everySteps()) {
      return Optional.empty();
    }
    return cutAsDue();
  }

  /** A version of the present model, from which the next due one is counted. */
  Optional<VersionDraft> cutAsDue() {
    if (drift.isPausing()) {
      return Optional.empty();
    }
    Optional<VersionCut> cut = trainer.cut(furtherConditions());
    lastDueStep = trainer.counts().lastCutStep();
    refusal =
        cut.flatMap(
            it ->
                it.gate()
                    .filter(gate -> !gate.isPassed())
                    .map(gate -> new Refusal(it.learner().step(), gate)));
    cut.filter(it -> it.gate().map(GateReport::isPassed).orElse(true))
        .ifPresent(it -> drift.inUse(it.learner()));
    return cut.map(this::draft);
  }

  /** A version that the gate refused. */
  record Refusal(long version, GateReport report) {}

  /** The first version that goes without the file of its encoder for this reason. */
  record Withheld(long version, String reason) {}

  /** What is to be told of the versions cut last; asked for once. */
  List<Message> takeNotices(Alerts alerts, Instant at) {
    List<Message> notices = new ArrayList<>();
    refusal.ifPresent(it -> notices.add(OversightMessages.refused(alerts, it, at)));
    withheld.ifPresent(it -> notices.add(OversightMessages.withheld(alerts, it, at)));
    refusal = Optional.empty();
    withheld = Optional.empty();
    return notices;
  }

  /**
   * What else keeps a version from being promoted. Whatever is added here must come from the state
   * of the run, so that a restart decides alike.
   */
  private List<Finding> furtherConditions() {
    return drift.isHeld()
        ? List.of(Finding.broken("drift", "a drift alarm waits; expected it to be answered"))
        : List.of();
  }

  /** A version of the present model besides those that are due; none without a new step. */
  Optional<VersionDraft> cut() {
    return trainer.cutBesides().map(this::draft);
  }

  private VersionDraft draft(VersionCut cut) {
    VersionDrafts.Drafted drafted =
        VersionDrafts.draft(
            new RunOrigin(identity.run(), identity.forkedFrom().orElse(null)),
            cut,
            geneSpace(),
            trainedThrough,
            thinning.asMetric(),
            donors.bytes());
    withheld =
        drafted
            .withheld()
            .filter(withheldTold::isNews)
            .map(reason -> new Withheld(cut.learner().step(), reason));
    return drafted.draft();
  }

  /** Writes all but what is written as it changes. */
  void write(RunState state) throws Exception {
    StreamState now = trainer.stateWithoutSlots();
    RunMeta meta =
        new RunMeta(
            identity,
            frame,
            now.counts(),
            lastDueStep,
            trainedThrough,
            new RunMeta.Seen(
                new TreeMap<>(now.replay().seen()),
                new TreeMap<>(now.holdOut().seen()),
                new TreeMap<>(now.reference().seen())),
            now.carry(),
            now.guard());
    state.write(meta, now);
    donors.write(state);
    withheldTold.write(state);
    drift.write(state.drift());
  }

  private GeneSpaceRecord geneSpace() {
    if (geneSpace == null) {
      geneSpace = VersionDrafts.geneSpace(geneSpaces, frame.geneSpace());
    }
    return geneSpace;
  }

  /** Why a chunk of another gene space is not taken. */
  String otherGeneSpace(CellChunkRecord chunk) {
    return "Invalid gene_space: "
        + chunk.getGeneSpace()
        + "; expected "
        + frame.geneSpace()
        + ", which "
        + identity.lineage()
        + " learns";
  }

  private static void through(SortedMap<String, Long> offsets, RawRecord.Position position) {
    offsets.merge(position.topicPartition(), position.offset() + 1, Math::max);
  }

  @Override
  public void close() {
    thinning.close();
    drift.close();
    trainer.close();
  }
}
