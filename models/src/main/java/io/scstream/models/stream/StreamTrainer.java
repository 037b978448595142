package io.scstream.models.stream;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.learner.LearnerFactory;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.learner.StepOutcome;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.memory.StratifiedReservoir;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.ModelSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One run of online learning: cells come in, are scored, held out or trained on exactly once, and
 * replayed from a bounded memory.
 *
 * <p>A step takes up to {@code newCells} cells that wait, in the order they came, and fills each
 * role up to {@code minibatchSize} from the memory; {@code replaySteps} more steps draw on the
 * memory alone. A cell enters the memory after its first step. As long as a role has never been
 * seen, steps are taken on the other one alone. Belongs to one thread at a time.
 */
public final class StreamTrainer implements AutoCloseable {
  private static final int SCORED_AT_ONCE = 128;

  private final StreamOptions options;
  private final ModelSpec spec;
  private final LearnerFactory factory;
  private final MemoryWatcher watcher;
  private final StratifiedReservoir replay;
  private final StratifiedReservoir holdOut;
  private final Deque<RememberedCell> carry;
  private StreamCounts counts;
  private @Nullable OnlineLearner learner;

  private StreamTrainer(
      StreamOptions options,
      ModelSpec spec,
      LearnerFactory factory,
      MemoryWatcher watcher,
      StreamState state) {
    this.options = options;
    this.spec = spec;
    this.factory = factory;
    this.watcher = watcher;
    this.replay =
        StratifiedReservoir.restore(
            options.replayOptions(), state.replay().slots(), state.replay().seen());
    this.holdOut =
        StratifiedReservoir.restore(
            options.holdOutOptions(), state.holdOut().slots(), state.holdOut().seen());
    this.carry = new ArrayDeque<>(state.carry());
    this.counts = state.counts();
    this.learner = state.learner().map(factory::restore).orElse(null);
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
        new StreamState(Optional.empty(), StreamCounts.ZERO, List.of(), nothing, nothing));
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

  /** Takes in the cells of one chunk and every step that they make due. */
  public ChunkReport accept(List<Arrival> arrivals) {
    Map<Role, ElboTerms> prequential =
        learner == null
            ? Map.of()
            : score(learner, arrivals.stream().map(a -> a.remembered().cell()).toList());
    counts = counts.seen(arrivals.size());
    arrivals.forEach(this::route);
    List<StepOutcome> steps = new ArrayList<>();
    if (learner != null || carry.size() >= options.steps().initialCells()) {
      while (carry.size() >= options.steps().newCells()) {
        steps.addAll(train());
      }
    }
    return report(prequential, steps);
  }

  /** The stream has ended: takes the last steps on the cells that still wait. */
  public ChunkReport finish() {
    List<StepOutcome> steps = new ArrayList<>();
    while (!carry.isEmpty()) {
      steps.addAll(train());
    }
    return report(Map.of(), steps);
  }

  /** Makes a version of the present model; nothing if no step was taken since the last one. */
  public Optional<VersionCut> cut() {
    OnlineLearner now = learner;
    if (now == null || now.step() == counts.lastCutStep()) {
      return Optional.empty();
    }
    List<Cell> heldOut = holdOut.cells().stream().map(RememberedCell::cell).toList();
    VersionCut cut = new VersionCut(now.snapshot(), counts, score(now, heldOut));
    counts = counts.cutAt(now.step());
    return Optional.of(cut);
  }

  /** Everything needed to go on. */
  public StreamState state() {
    return new StreamState(
        Optional.ofNullable(learner).map(OnlineLearner::snapshot),
        counts,
        List.copyOf(carry),
        memory(replay),
        memory(holdOut));
  }

  /** The part of the state that changes at every chunk: all but the slots of the memories. */
  public StreamState stateWithoutSlots() {
    return new StreamState(
        Optional.ofNullable(learner).map(OnlineLearner::snapshot),
        counts,
        List.copyOf(carry),
        new StreamState.Memory(new TreeMap<>(), replay.seen()),
        new StreamState.Memory(new TreeMap<>(), holdOut.seen()));
  }

  /** How far the run has come. */
  public StreamCounts counts() {
    return counts;
  }

  @Override
  public void close() {
    if (learner != null) {
      learner.close();
      learner = null;
    }
  }

  private ChunkReport report(Map<Role, ElboTerms> prequential, List<StepOutcome> steps) {
    long step = learner == null ? 0 : learner.step();
    boolean isCutDue = step - counts.lastCutStep() >= options.steps().cutEvery();
    return new ChunkReport(prequential, steps, step, isCutDue);
  }

  private void route(Arrival arrival) {
    RememberedCell cell = arrival.remembered();
    if (options.holdOut().holds(cell.cell().id(), arrival.donor())) {
      counts = counts.heldOut(1);
      remember(holdOut, MemoryWatcher.Which.HOLD_OUT, cell);
    } else {
      carry.add(cell);
    }
  }

  private List<StepOutcome> train() {
    OnlineLearner now = learner();
    List<RememberedCell> fresh = new ArrayList<>();
    while (fresh.size() < options.steps().newCells() && !carry.isEmpty()) {
      fresh.add(carry.remove());
    }
    List<StepOutcome> outcomes = new ArrayList<>();
    outcomes.add(now.update(minibatch(fresh.stream().map(RememberedCell::cell).toList())));
    fresh.forEach(cell -> remember(replay, MemoryWatcher.Which.REPLAY, cell));
    counts = counts.trained(fresh.size());
    for (int i = 0; i < options.steps().replaySteps(); i++) {
      outcomes.add(now.update(minibatch(List.of())));
    }
    return outcomes;
  }

  private OnlineLearner learner() {
    if (learner == null) {
      learner = factory.create(spec, carry.stream().map(RememberedCell::cell).toList());
    }
    return learner;
  }

  private Minibatch minibatch(List<Cell> fresh) {
    CounterRandom random = CounterRandom.of(options.seed(), counts.draws(), "replay/draw");
    counts = counts.drawn();
    List<Cell> cells = new ArrayList<>(fresh);
    for (Role role : Role.values()) {
      int have = (int) fresh.stream().filter(cell -> cell.role() == role).count();
      cells.addAll(replay.sample(role, options.steps().minibatchSize() - have, random));
    }
    return Minibatch.of(genes(), cells);
  }

  private Map<Role, ElboTerms> score(OnlineLearner now, List<Cell> cells) {
    Map<Role, ElboTerms> scores = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      List<Cell> ofRole = cells.stream().filter(cell -> cell.role() == role).toList();
      List<ElboTerms> parts = new ArrayList<>();
      for (int from = 0; from < ofRole.size(); from += SCORED_AT_ONCE) {
        int to = Math.min(ofRole.size(), from + SCORED_AT_ONCE);
        parts.add(now.score(Minibatch.of(genes(), ofRole.subList(from, to))));
      }
      if (!parts.isEmpty()) {
        scores.put(role, mean(parts));
      }
    }
    return scores;
  }

  /** The mean over all cells of several minibatches, or of both roles. */
  public static ElboTerms mean(Collection<ElboTerms> parts) {
    int cells = parts.stream().mapToInt(ElboTerms::cells).sum();
    double reconstruction = 0;
    double klBackground = 0;
    double klSalient = 0;
    for (ElboTerms part : parts) {
      double share = (double) part.cells() / cells;
      reconstruction += share * part.reconstruction();
      klBackground += share * part.klBackground();
      klSalient += share * part.klSalient();
    }
    return new ElboTerms(reconstruction, klBackground, klSalient, 1, cells);
  }

  private int genes() {
    return spec.genes();
  }

  private void remember(
      StratifiedReservoir memory, MemoryWatcher.Which which, RememberedCell cell) {
    memory.offer(cell).ifPresent(slot -> watcher.stored(which, slot, cell));
  }

  private static StreamState.Memory memory(StratifiedReservoir memory) {
    SortedMap<Integer, RememberedCell> slots = new TreeMap<>();
    for (int slot = 0; slot < memory.size(); slot++) {
      slots.put(slot, memory.cell(slot));
    }
    return new StreamState.Memory(slots, memory.seen());
  }
}
