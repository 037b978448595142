package io.scstream.models.stream;

import io.scstream.models.ModelException;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.gauge.Panel;
import io.scstream.models.leakage.LeakageState;
import io.scstream.models.learner.LearnerFactory;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.learner.StepOutcome;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.memory.StratifiedReservoir;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.ModelSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way of cells into a model: held out, remembered, waiting, trained on, replayed. Decides
 * nothing about what is good or bad, and can be put back to an earlier mark.
 */
final class Course implements AutoCloseable {
  private final StreamOptions options;
  private final ModelSpec spec;
  private final LearnerFactory factory;
  private final CellMemories memories;
  private final Deque<Waiting> carry;
  private StreamCounts counts;
  private @Nullable OnlineLearner learner;

  Course(
      StreamOptions options,
      ModelSpec spec,
      LearnerFactory factory,
      MemoryWatcher watcher,
      StreamState state) {
    this.options = options;
    this.spec = spec;
    this.factory = factory;
    this.memories = new CellMemories(options, watcher, state);
    this.carry = new ArrayDeque<>(state.carry());
    this.counts = state.counts();
    this.learner = state.learner().map(factory::restore).orElse(null);
  }

  /** All of a course at one moment. */
  record Mark(
      Optional<LearnerSnapshot> learner,
      StreamCounts counts,
      List<Waiting> carry,
      Map<MemoryWatcher.Which, StratifiedReservoir.Content> memories) {}

  /**
   * A mark of now.
   *
   * @param snapshot of the learner now, which whoever calls may have already
   */
  Mark mark(Optional<LearnerSnapshot> snapshot) {
    return new Mark(snapshot, counts, List.copyOf(carry), memories.content());
  }

  /** Puts everything back. */
  void goBack(Mark mark) {
    close();
    learner = mark.learner().map(factory::restore).orElse(null);
    counts = mark.counts();
    carry.clear();
    carry.addAll(mark.carry());
    memories.goBack(mark.memories());
  }

  /** Takes away the cells of these chunks that wait. Returns how many there were. */
  int dropWaiting(Set<String> chunks) {
    int before = carry.size();
    carry.removeIf(waiting -> chunks.contains(waiting.chunk()));
    int dropped = before - carry.size();
    counts = counts.seen(-dropped);
    return dropped;
  }

  /** Shows the cells of a chunk to the memories and lines up those to be trained on. */
  void route(ChunkArrival chunk) {
    counts = counts.seen(chunk.cells().size());
    for (Arrival arrival : chunk.cells()) {
      RememberedCell cell = arrival.remembered();
      memories.offer(MemoryWatcher.Which.REFERENCE, cell);
      if (options.holdOut().holds(cell.cell().id(), arrival.donor())) {
        counts = counts.heldOut(1);
        memories.offer(MemoryWatcher.Which.HOLD_OUT, cell.of(arrival.donor()));
      } else if (isTrained(cell.cell().id(), chunk.share())) {
        carry.add(new Waiting(cell, chunk.id()));
      } else {
        counts = counts.thinned(1);
        memories.offer(MemoryWatcher.Which.REPLAY, cell);
      }
    }
  }

  private boolean isTrained(String cellId, double share) {
    return share == 1 || CounterRandom.of(options.seed(), 0, "thin/" + cellId).nextDouble() < share;
  }

  /**
   * Whether the cells that wait make a step due.
   *
   * @param isLast whether no more will come
   */
  boolean isStepDue(boolean isLast) {
    if (isLast) {
      return !carry.isEmpty();
    }
    return carry.size() >= options.steps().newCells()
        && (learner != null || carry.size() >= options.steps().initialCells());
  }

  /** A step on cells that wait, and replays. Ends early where the guard has seen enough. */
  List<StepOutcome> train(Guard guard, Oversight oversight) {
    OnlineLearner now = learner();
    List<Waiting> fresh = new ArrayList<>();
    while (fresh.size() < options.steps().newCells() && !carry.isEmpty()) {
      fresh.add(carry.remove());
    }
    now.meet(fresh.stream().map(it -> it.cell().cell()).toList());
    guard.begin(fresh.stream().map(Waiting::chunk).toList());
    List<StepOutcome> outcomes = new ArrayList<>();
    update(now, fresh.stream().map(it -> it.cell().cell()).toList(), guard, oversight)
        .ifPresent(outcomes::add);
    fresh.forEach(it -> memories.offer(MemoryWatcher.Which.REPLAY, it.cell()));
    counts = counts.trained(fresh.size());
    int replays = options.steps().replaySteps() + oversight.repairSteps();
    for (int i = 0; i < replays && guard.trouble().isEmpty(); i++) {
      update(now, List.of(), guard, oversight).ifPresent(outcomes::add);
    }
    return outcomes;
  }

  private Optional<StepOutcome> update(
      OnlineLearner now, List<Cell> fresh, Guard guard, Oversight oversight) {
    Minibatch minibatch = minibatch(fresh);
    try {
      StepOutcome outcome =
          now.update(minibatch, oversight.rateShare(now.step(), guard.rateFactor(now.step())));
      guard.observe(outcome);
      return Optional.of(outcome);
    } catch (ModelException e) {
      if (e.category() != ModelException.Category.MEMORY) {
        throw e;
      }
      guard.lackMemory(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private OnlineLearner learner() {
    if (learner == null) {
      learner = factory.create(spec, carry.stream().map(it -> it.cell().cell()).toList());
    }
    return learner;
  }

  private Minibatch minibatch(List<Cell> fresh) {
    CounterRandom random = CounterRandom.of(options.seed(), counts.draws(), "replay/draw");
    counts = counts.drawn();
    return Minibatch.of(
        spec.genes(),
        Replenishment.of(spec, options.steps().minibatchSize())
            .filled(fresh, memories.of(MemoryWatcher.Which.REPLAY), random));
  }

  /**
   * Takes over weights and optimizer; what is counted goes on, so that no step number comes twice.
   * Returns the learner that has them.
   */
  OnlineLearner adopt(LearnerSnapshot other) {
    long last = counts.lastCutStep();
    OnlineLearner adopted;
    if (learner == null) {
      last = other.step();
      adopted = factory.restore(other);
    } else {
      LearnerSnapshot now = learner.snapshot();
      boolean isAhead = now.progress().updates() >= other.progress().updates();
      learner.close();
      adopted = factory.restore(other.at(isAhead ? now.progress() : other.progress()));
    }
    learner = adopted;
    counts = counts.cutAt(last).after(other.step());
    return adopted;
  }

  /** A version was made of the present model. */
  void cut() {
    counts = counts.cutAt(step());
  }

  /** The learner, or null before the first step. */
  @Nullable OnlineLearner now() {
    return learner;
  }

  Optional<LearnerSnapshot> snapshot() {
    return Optional.ofNullable(learner).map(OnlineLearner::snapshot);
  }

  CellMemories memories() {
    return memories;
  }

  StreamCounts counts() {
    return counts;
  }

  long step() {
    return learner == null ? 0 : learner.step();
  }

  StreamState state(
      boolean withSlots,
      GuardState guard,
      Optional<Panel> panel,
      Optional<LeakageState> leakage,
      OversightState oversight) {
    return new StreamState(
        snapshot(),
        counts,
        List.copyOf(carry),
        memories.state(MemoryWatcher.Which.REPLAY, withSlots),
        memories.state(MemoryWatcher.Which.HOLD_OUT, withSlots),
        memories.state(MemoryWatcher.Which.REFERENCE, withSlots),
        guard,
        panel,
        leakage,
        oversight);
  }

  @Override
  public void close() {
    if (learner != null) {
      learner.close();
      learner = null;
    }
  }
}
