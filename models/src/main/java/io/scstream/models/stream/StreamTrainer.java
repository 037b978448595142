package io.scstream.models.stream;

import io.scstream.models.data.Role;
import io.scstream.models.gate.Finding;
import io.scstream.models.gate.GateReport;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.gauge.Panel;
import io.scstream.models.leakage.LeakageReport;
import io.scstream.models.learner.LearnerFactory;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.learner.StepOutcome;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.memory.StratifiedReservoir;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.spec.ModelSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One run of online learning: cells come in, are scored, held out or trained on exactly once, and
 * replayed from a bounded memory.
 *
 * <p>A step takes up to {@code newCells} cells that wait, in the order they came, and fills each
 * role up to {@code minibatchSize} from the memory; {@code replaySteps} more steps draw on the
 * memory alone. A cell enters the memory after its first step. As long as a role has never been
 * seen, steps are taken on the other one alone.
 *
 * <p>What would spoil the model is shut out by whole chunks, and the run ends as it would have
 * without them: at the gate, if their score is not finite; otherwise by going back in memory to the
 * last safe point and taking in again what followed. It never goes back behind a version that was
 * cut. Belongs to one thread at a time.
 */
public final class StreamTrainer implements AutoCloseable {
  private final StreamOptions options;
  private final ModelSpec spec;
  private final Course course;
  private final Examination examination;
  private final Guard guard;
  private final SafePoints safePoints;
  private final LeakageLog leakage;
  private final Oversight oversight;
  private final List<Incident> incidents = new ArrayList<>();
  private Optional<Panel> panel;

  private StreamTrainer(
      StreamOptions options,
      ModelSpec spec,
      LearnerFactory factory,
      MemoryWatcher watcher,
      StreamState state) {
    this.options = options;
    this.spec = spec;
    this.course = new Course(options, spec, factory, watcher, state);
    this.examination = new Examination(spec, factory);
    this.guard = new Guard(options.guard(), state.guard());
    this.oversight = new Oversight(options.oversight(), state.oversight());
    this.safePoints = new SafePoints(options, point(state.learner()));
    this.panel = state.panel();
    this.leakage = new LeakageLog(options, spec, state.leakage(), state.oversight().leakage());
  }

  /** A run that has seen nothing. */
  public static StreamTrainer start(
      StreamOptions options, ModelSpec spec, LearnerFactory factory, MemoryWatcher watcher) {
    StreamState.Memory nothing = new StreamState.Memory(new TreeMap<>(), Map.of());
    return restore(
        options,
        spec,
        factory,
        watcher,
        new StreamState(
            Optional.empty(),
            StreamCounts.ZERO,
            List.of(),
            nothing,
            nothing,
            nothing,
            GuardState.QUIET,
            Optional.empty(),
            Optional.empty(),
            OversightState.NONE));
  }

  /** The run that was in this state. */
  public static StreamTrainer restore(
      StreamOptions options,
      ModelSpec spec,
      LearnerFactory factory,
      MemoryWatcher watcher,
      StreamState state) {
    return new StreamTrainer(options, spec, factory, watcher, state);
  }

  /**
   * Takes in the cells of one chunk and every step that they make due.
   *
   * @throws IllegalStateException if the run is halted
   */
  public ChunkReport accept(ChunkArrival chunk) {
    if (guard.isHalted()) {
      throw new IllegalStateException(
          "Cannot take in chunk " + chunk.id() + ": training is halted; expected resume() before");
    }
    Examination.Finding finding =
        guard.isQuarantined(chunk.id())
            ? Examination.Finding.refused("it was shut out before")
            : examination.examine(course.now(), chunk.cells(), leakage.isOn());
    if (finding.fault().isPresent()) {
      String reason = finding.fault().get();
      guard.quarantine(chunk.id(), reason, chunk.cells().size());
      incidents.add(new Incident(Incident.Kind.QUARANTINED, List.of(chunk.id()), reason));
      return report(Map.of(), List.of(), Optional.empty());
    }
    List<StepOutcome> steps = take(List.of(chunk), false);
    // What the model made of the cells before it learned from them; one just shut out has no say.
    Optional<LeakageReport> window =
        guard.isQuarantined(chunk.id())
            ? Optional.empty()
            : leakage.add(chunk.id(), finding.coded());
    return report(finding.prequential(), steps, window);
  }

  /** The stream has ended: takes the last steps on the cells that still wait, unless halted. */
  public ChunkReport finish() {
    return report(Map.of(), take(List.of(), true), Optional.empty());
  }

  /** Takes in chunks one by one. Where the guard wants it, goes back and begins again with more. */
  private List<StepOutcome> take(List<ChunkArrival> chunks, boolean isLast) {
    Deque<ChunkArrival> queue = new ArrayDeque<>(chunks);
    List<StepOutcome> steps = new ArrayList<>();
    while (true) {
      while (!guard.isHalted() && course.isStepDue(isLast && queue.isEmpty())) {
        steps.addAll(course.train(guard, oversight));
        guard
            .trouble()
            .ifPresent(
                trouble -> {
                  steps.clear();
                  goBack(trouble, queue);
                });
      }
      lookForForgettingIfDue();
      setSafePointIfDue();
      if (queue.isEmpty()) {
        return steps;
      }
      ChunkArrival next = queue.remove();
      safePoints.add(next);
      course.route(next);
    }
  }

  /** Goes back to the last safe point; the chunks since then, but for culprits, queue up again. */
  private void goBack(Guard.Trouble trouble, Deque<ChunkArrival> queue) {
    SafePoints.Point safe = safePoints.last();
    List<ChunkArrival> since = safePoints.since();
    long fromStep = course.step();
    Culprits culprits =
        trouble.isHalting()
            ? Culprits.NONE
            : new Search(examination, safe.mark(), sound(course.snapshot()), since)
                .culprits(trouble);
    course.goBack(safe.mark());
    oversight.goBack(safe.oversight());
    guard.wentBack(trouble, culprits.isProven(), fromStep, safe.step(), safe.row());
    Map<String, Integer> shutOut = new LinkedHashMap<>();
    culprits.chunks().forEach(it -> shutOut.put(it, course.dropWaiting(Set.of(it))));
    int forgotten = course.memories().forget(MemoryWatcher.Which.REPLAY, culprits.remembered());
    // Without what was just taken away: going back once more must not bring it back.
    safePoints.set(
        new SafePoints.Point(
            course.mark(safe.mark().learner()), safe.step(), guard.row(), oversight.state()));
    List<ChunkArrival> again = new ArrayList<>();
    for (ChunkArrival chunk : since) {
      if (culprits.chunks().contains(chunk.id())) {
        shutOut.merge(chunk.id(), chunk.cells().size(), Integer::sum);
      } else {
        again.add(chunk);
      }
    }
    Collections.reverse(again);
    again.forEach(queue::addFirst);
    shutOut.forEach((chunk, cells) -> guard.quarantine(chunk, trouble.reason(), cells));
    leakage.takeOut(shutOut.keySet());
    String detail = trouble.reason() + ": went back from step " + fromStep + " to " + safe.step();
    tell(detail, List.copyOf(shutOut.keySet()), forgotten, trouble);
  }

  private void tell(String detail, List<String> chunks, int forgotten, Guard.Trouble trouble) {
    String more = forgotten == 0 ? "" : "; cells taken out of the replay memory: " + forgotten;
    incidents.add(new Incident(Incident.Kind.ROLLED_BACK, chunks, detail + more));
    if (guard.isHalted()) {
      String often =
          "went back more than %d times within %d steps without proof of what was wrong"
              .formatted(options.guard().maxRollbacks(), options.guard().windowSteps());
      String reason = trouble.isHalting() ? trouble.reason() : often;
      incidents.add(new Incident(Incident.Kind.HALTED, chunks, reason));
    }
  }

  private static Optional<LearnerSnapshot> sound(Optional<LearnerSnapshot> snapshot) {
    return snapshot.filter(LearnerSnapshot::isFinite);
  }

  private void lookForForgettingIfDue() {
    OnlineLearner now = course.now();
    if (now != null && !guard.isHalted()) {
      oversight.lookIfDue(now, this::heldOut);
    }
  }

  private List<RememberedCell> heldOut() {
    return course.memories().of(MemoryWatcher.Which.HOLD_OUT).cells();
  }

  private void setSafePointIfDue() {
    if (guard.isCalm() && safePoints.isDue(course.step())) {
      Optional<LearnerSnapshot> snapshot = course.snapshot();
      if (snapshot.map(LearnerSnapshot::isFinite).orElse(true)) {
        safePoints.set(point(snapshot));
        leakage.setSafePoint();
      }
    }
  }

  private SafePoints.Point point(Optional<LearnerSnapshot> snapshot) {
    return new SafePoints.Point(
        course.mark(snapshot), course.step(), guard.row(), oversight.state());
  }

  /**
   * Makes a version of the present model; nothing if no step was taken since the last one. A model
   * with weights that are not finite is never cut: the run goes back instead. The next version is
   * aligned with this one. If there is a gate, it says whether the version is promoted, and the
   * next one is measured by this one if it is.
   *
   * @param further conditions of a promotion that are judged elsewhere, by what a restart brings
   *     back; one that is broken keeps the version a candidate
   */
  public Optional<VersionCut> cut(List<Finding> further) {
    return cutBesides().map(cut -> judged(cut, further));
  }

  /** The same without further conditions. */
  public Optional<VersionCut> cut() {
    return cut(List.of());
  }

  private VersionCut judged(VersionCut cut, List<Finding> further) {
    panel = cut.alignment().panel();
    OnlineLearner now = Objects.requireNonNull(course.now());
    Optional<GateReport> gate = oversight.judge(now, cut, heldOut(), leakage.reading(), further);
    safePoints.set(point(Optional.of(cut.learner())));
    return cut.judged(gate);
  }

  /**
   * A version that changes nothing in those that come after it: it is aligned with the one before,
   * and the next one is so too. No gate judges it: whoever asked for it may.
   */
  public Optional<VersionCut> cutBesides() {
    OnlineLearner now = course.now();
    if (now == null || now.step() == course.counts().lastCutStep()) {
      return Optional.empty();
    }
    LearnerSnapshot snapshot = now.snapshot();
    if (!snapshot.isFinite()) {
      Deque<ChunkArrival> queue = new ArrayDeque<>();
      goBack(
          new Guard.Trouble("weights that are not finite", safePoints.ids(), true, false), queue);
      take(List.copyOf(queue), false);
      return Optional.empty();
    }
    VersionCut cut = Cutting.version(course, now, snapshot, panel, options.canaryCells());
    course.cut();
    safePoints.set(point(Optional.of(snapshot)));
    leakage.setSafePoint();
    return Optional.of(cut);
  }

  /**
   * Goes on from the weights and the optimizer of an earlier version. What is counted goes on too,
   * so that the next version has a number of its own; it follows the one given here. The panel
   * keeps its cells, at the codes that this version publishes for them: the next one is aligned
   * with what holds again, not with what was given up, and carries the number of that frame.
   *
   * @param gauge of the version
   * @throws io.scstream.models.ModelException if the version is of another model or not finite
   */
  public void rollBackTo(LearnerSnapshot version, Gauge gauge) {
    Cutting.checkFits(spec, version, gauge);
    OnlineLearner adopted = course.adopt(version);
    guard.forgetRow();
    guard.reduce(adopted.step());
    leakage.clear();
    panel = panel.flatMap(it -> Alignment.panel(adopted, it.cells(), gauge));
    oversight.promoted(adopted, heldOut(), panel);
    safePoints.set(point(course.snapshot()));
  }

  /**
   * The stream has changed for good, and somebody accepted it: the learning rate rises again, as
   * {@link RatePolicy} says. Nothing else changes: the KL weight, multipliers and moments go on.
   */
  public void rewarm() {
    oversight.rewarm(course.step());
    safePoints.set(point(course.snapshot())); // What comes before is not learned at this rate.
  }

  /** Whether the run takes in nothing, because it had to go back too often. */
  public boolean isHalted() {
    return guard.isHalted();
  }

  /** Lets a halted run go on; what it had to go back for before counts no longer. */
  public void resume() {
    guard.resume();
  }

  /** Everything needed to go on. */
  public StreamState state() {
    return state(true);
  }

  /** The part of the state that changes at every chunk: all but the slots of the memories. */
  public StreamState stateWithoutSlots() {
    return state(false);
  }

  private StreamState state(boolean withSlots) {
    return course.state(
        withSlots,
        guard.state(),
        panel,
        leakage.state(),
        oversight.state().with(leakage.reading()));
  }

  /** How far the run has come. */
  public StreamCounts counts() {
    return course.counts();
  }

  /** What replay draws on. */
  public Remembered remembered() {
    StratifiedReservoir replay = course.memories().of(MemoryWatcher.Which.REPLAY);
    return new Remembered(replay.size(), replay.seen().size());
  }

  /** Steps taken by the run in all. */
  public long step() {
    return course.step();
  }

  /** What the guard remembers. */
  public GuardState guardState() {
    return guard.state();
  }

  /** The mean over all cells of several minibatches, or of both roles. */
  public static ElboTerms mean(Collection<ElboTerms> parts) {
    return Scores.mean(parts);
  }

  @Override
  public void close() {
    examination.close();
    course.close();
  }

  private ChunkReport report(
      Map<Role, ElboTerms> prequential, List<StepOutcome> steps, Optional<LeakageReport> window) {
    long step = course.step();
    boolean isCutDue =
        !guard.isHalted() && step - course.counts().lastCutStep() >= options.steps().cutEvery();
    List<Incident> happened = List.copyOf(incidents);
    incidents.clear();
    return new ChunkReport(
        prequential,
        steps,
        step,
        isCutDue,
        happened,
        window,
        oversight.tell(),
        oversight.lastRateShare());
  }
}
