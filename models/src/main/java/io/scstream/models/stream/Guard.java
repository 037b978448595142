package io.scstream.models.stream;

import io.scstream.models.learner.StepOutcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Watches the steps of a run and says when it has to go back: at once after a loss or a gradient
 * that is not finite; after several refused steps in a row; after many steps in a row whose
 * gradients are far longer than usual. Counts steps, never time, so that a replay decides alike.
 */
final class Guard {
  /** The learning rate is halved for so long after steps that were wild or refused. */
  static final int REDUCED_STEPS = 2_000;

  static final double REDUCED = 0.5;

  /** Chunks whose reasons are kept. */
  static final int REMEMBERED = 1_000;

  private final StreamOptions.Guard options;
  private final Map<String, String> quarantined;
  private final List<Long> rollbacks;
  private long reducedUntilStep;
  private boolean isHalted;
  private long cellsQuarantined;
  private GuardState.Row row;
  private final Set<String> chunksOfStep = new LinkedHashSet<>();
  private final Set<String> chunksOfRow = new LinkedHashSet<>();
  private Optional<Trouble> trouble = Optional.empty();

  Guard(StreamOptions.Guard options, GuardState state) {
    this.options = options;
    this.quarantined = new LinkedHashMap<>(state.quarantined());
    this.rollbacks = new ArrayList<>(state.rollbacks());
    this.reducedUntilStep = state.reducedUntilStep();
    this.isHalted = state.isHalted();
    this.cellsQuarantined = state.cellsQuarantined();
    this.row = state.inARow();
  }

  /**
   * Why a run has to go back.
   *
   * @param chunks whose cells were new in the steps concerned
   * @param isLasting whether the learning rate is to be lowered too
   * @param isHalting whether to halt at once, since trying again would end alike
   */
  record Trouble(String reason, List<String> chunks, boolean isLasting, boolean isHalting) {}

  /** The next steps are the first ones of cells of these chunks. */
  void begin(Collection<String> chunks) {
    chunksOfStep.clear();
    chunksOfStep.addAll(chunks);
  }

  /** Looks at a step that was taken or refused. */
  void observe(StepOutcome outcome) {
    boolean isWild = outcome.gradientNorm() > options.normFactor() * outcome.medianNorm();
    row =
        new GuardState.Row(outcome.skipped() ? row.refused() + 1 : 0, isWild ? row.wild() + 1 : 0);
    if (row.equals(GuardState.Row.NONE)) {
      chunksOfRow.clear();
      return;
    }
    chunksOfRow.addAll(chunksOfStep);
    if (!outcome.isFinite()) {
      trouble("a loss or gradient that is not finite", chunksOfStep, false);
    } else if (row.refused() >= options.badSteps()) {
      trouble(row.refused() + " refused steps in a row", chunksOfRow, true);
    } else if (row.wild() >= options.wildSteps()) {
      trouble(
          row.wild() + " steps in a row with a gradient above the limit of norm-factor",
          chunksOfRow,
          true);
    }
  }

  private void trouble(String reason, Set<String> chunks, boolean isLasting) {
    trouble = Optional.of(new Trouble(reason, List.copyOf(chunks), isLasting, false));
  }

  /** A step could not be taken, whole or in halves. No cells are to blame: training halts. */
  void lackMemory(String reason) {
    trouble = Optional.of(new Trouble(reason, List.of(), false, true));
  }

  /** What has to be dealt with before the next step. */
  Optional<Trouble> trouble() {
    return trouble;
  }

  /** Whether a row of bad steps is open: its chunks had better stay within reach. */
  boolean isCalm() {
    return row.equals(GuardState.Row.NONE);
  }

  GuardState.Row row() {
    return row;
  }

  /**
   * The run has gone back.
   *
   * @param isProven whether the cause is known and shut out: then the run goes on as if it had
   *     never been, at the same rate, and is no nearer to being halted, however many causes come
   */
  void wentBack(Trouble why, boolean isProven, long fromStep, long toStep, GuardState.Row rowThen) {
    trouble = Optional.empty();
    chunksOfRow.clear();
    row = why.isLasting() && !isProven ? GuardState.Row.NONE : rowThen;
    if (isProven) {
      return;
    }
    if (why.isHalting()) {
      isHalted = true;
      return;
    }
    if (why.isLasting()) {
      reduce(toStep);
    }
    rollbacks.add(fromStep);
    rollbacks.removeIf(step -> step < fromStep - options.windowSteps());
    isHalted = rollbacks.size() > options.maxRollbacks();
  }

  /** Halves the learning rate for a while from this step on. */
  void reduce(long step) {
    reducedUntilStep = step + REDUCED_STEPS;
  }

  double rateFactor(long step) {
    return step < reducedUntilStep ? REDUCED : 1;
  }

  boolean isQuarantined(String chunk) {
    return quarantined.containsKey(chunk);
  }

  /** Writes down that a chunk is shut out; its first reason stays. */
  void quarantine(String chunk, String reason, int cells) {
    quarantined.putIfAbsent(chunk, reason);
    cellsQuarantined += cells;
    Iterator<String> oldest = quarantined.keySet().iterator();
    while (quarantined.size() > REMEMBERED) {
      oldest.next();
      oldest.remove();
    }
  }

  boolean isHalted() {
    return isHalted;
  }

  /** Goes on with a clean record. */
  void resume() {
    isHalted = false;
    rollbacks.clear();
  }

  /** Steps are counted from a model taken from elsewhere. */
  void forgetRow() {
    row = GuardState.Row.NONE;
    chunksOfRow.clear();
  }

  GuardState state() {
    return new GuardState(
        reducedUntilStep, rollbacks, isHalted, quarantined, cellsQuarantined, row);
  }
}
