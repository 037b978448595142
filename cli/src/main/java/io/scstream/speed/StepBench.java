package io.scstream.speed;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.learner.OnlineLearner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The learner's steps, beside those of a peer and beside the least that they could take. */
public final class StepBench {
  /** Enough that no minibatch is still in a cache of the core when its turn comes. */
  static final int MINIBATCHES = 4;

  private final SpeedModel model;
  private final SimulatedCells cells;
  private final Rhythm rhythm;
  private final Consumer<String> progress;

  /**
   * How the sides take turns.
   *
   * @param turns of every side
   * @param steps in a turn; 0 for as many as the learner takes in about a second
   * @param warmUp seconds that every side runs before it counts
   */
  public record Rhythm(int turns, int steps, double warmUp) {
    /** Checks. */
    public Rhythm {
      checkConfig(turns > 0, "Invalid pairs: %d; expected a positive number", turns);
      checkConfig(steps >= 0, "Invalid steps: %d; expected a positive number", steps);
      checkConfig(warmUp >= 0, "Invalid warm-up: %s; expected zero or a positive number", warmUp);
    }

    /** The steps of a turn, if one took so many seconds when the side was warm. */
    int stepsAt(double seconds) {
      return steps > 0 ? steps : (int) Math.max(1, Math.round(1 / seconds));
    }
  }

  /** Prepares a bench; {@code progress} takes a line now and then. */
  public StepBench(
      SpeedModel model, SimulatedCells cells, Rhythm rhythm, Consumer<String> progress) {
    this.model = model;
    this.cells = cells;
    this.rhythm = rhythm;
    this.progress = progress;
  }

  /** Measures with the threads that this process is fixed to. */
  public StepReport run(Optional<PeerProgram> beside) {
    List<Minibatch> minibatches = cells.minibatches(MINIBATCHES);
    if (beside.isEmpty()) {
      return measure(minibatches, Optional.empty());
    }
    int threads = EngineThreads.count();
    try (Peer peer =
        Peer.start(beside.get(), PeerFolder.write(model, minibatches, threads), threads)) {
      return measure(minibatches, Optional.of(peer));
    }
  }

  private StepReport measure(List<Minibatch> minibatches, Optional<Peer> peer) {
    MachineSpeed machine = MachineSpeed.measure(model.spec(), cells.cells());
    progress.accept(
        "The machine: %.0f GFLOP/s, %.1f GB/s"
            .formatted(machine.flops() / 1e9, machine.bytes() / 1e9));
    try (OnlineLearner learner = model.learner(firstCells(minibatches.get(0)))) {
      Side ours = new MinibatchSide(learner::update, minibatches);
      List<Side> sides = new ArrayList<>(List.of(ours));
      peer.ifPresent(sides::add);
      int steps = rhythm.stepsAt(ours.warmUp(rhythm.warmUp));
      peer.ifPresent(it -> it.warmUp(rhythm.warmUp));
      Turns turns = Turns.take(sides, steps, rhythm.turns, this::tell);
      return new StepReport(
          new StepReport.Setting(model, cells, EngineThreads.count(), steps),
          turns,
          peer.map(it -> new StepReport.Beside(it.label(), it.version(), it.model(), it.cells())),
          new StepReport.Floor(machine, StepCount.of(model, minibatches.get(0)).all()));
    }
  }

  static List<Cell> firstCells(Minibatch minibatch) {
    List<Cell> background = new ArrayList<>();
    for (int row = 0; row < minibatch.background(); row++) {
      background.add(minibatch.cell(row));
    }
    return background;
  }

  private void tell(int turn, List<Double> rates) {
    progress.accept(
        rates.size() == 1
            ? "%d of %d: %,.0f cells/s".formatted(turn, rhythm.turns, rates.get(0))
            : "%d of %d: %,.0f and %,.0f cells/s, ratio %.3f"
                .formatted(
                    turn, rhythm.turns, rates.get(0), rates.get(1), rates.get(0) / rates.get(1)));
  }
}
