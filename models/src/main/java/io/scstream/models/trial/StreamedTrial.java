package io.scstream.models.trial;

import io.scstream.models.data.Cell;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.Embedder;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.simulate.Recipe;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.stream.Arrival;
import io.scstream.models.stream.ChunkArrival;
import io.scstream.models.stream.HoldOut;
import io.scstream.models.stream.MemoryWatcher;
import io.scstream.models.stream.StreamOptions;
import io.scstream.models.stream.StreamTrainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A trial whose cells come once, in chunks, through the trainer of streams. */
final class StreamedTrial {
  private static final int CHUNK = 64;

  private final Trial trial;
  private final DjlLearnerFactory factory;
  private final ModelSpec spec;

  StreamedTrial(Trial trial, DjlLearnerFactory factory, ModelSpec spec) {
    this.trial = trial;
    this.factory = factory;
    this.spec = spec;
  }

  TrialResult run(
      List<Cell> background,
      List<Cell> target,
      Trial.LastSteps last,
      Function<Embedder, TrialResult> look) {
    List<Cell> cells = new ArrayList<>(background);
    cells.addAll(target);
    try (StreamTrainer trainer =
        StreamTrainer.start(options(cells.size()), spec, factory, MemoryWatcher.NONE)) {
      List<Cell> stream = trial.feed() == Feed.MIXED ? shuffled(cells) : cells;
      for (int from = 0; from < stream.size(); from += CHUNK) {
        List<Arrival> arrivals =
            stream.subList(from, Math.min(stream.size(), from + CHUNK)).stream()
                .map(cell -> new Arrival(stratum(cell), Optional.empty()))
                .toList();
        trainer.accept(new ChunkArrival("chunk-" + from, arrivals, 1)).steps().forEach(last::add);
      }
      trainer.finish().steps().forEach(last::add);
      try (OnlineLearner learner =
          factory.restore(trainer.stateWithoutSlots().learner().orElseThrow())) {
        return look.apply(learner);
      }
    }
  }

  private static RememberedCell stratum(Cell cell) {
    String group = cell.group() > 0 ? "/" + cell.group() : "";
    return new RememberedCell(cell, cell.role().name() + group);
  }

  private List<Cell> shuffled(List<Cell> cells) {
    List<Cell> shuffled = new ArrayList<>(cells.size());
    for (int i : CounterRandom.of(trial.seed(), 0, "order/stream").permutation(cells.size())) {
      shuffled.add(cells.get(i));
    }
    return shuffled;
  }

  /** As many steps as the epochs have, as nearly as whole numbers allow. */
  private StreamOptions options(int cells) {
    boolean isReplayed = trial.feed() != Feed.BLOCKS_WITHOUT_REPLAY;
    int newCells = isReplayed ? CHUNK : Math.max(1, Math.round((float) cells / trial.steps()));
    int replays =
        isReplayed ? Math.max(0, Math.round((float) trial.steps() * newCells / cells) - 1) : 0;
    return new StreamOptions(
        trial.seed(),
        new StreamOptions.Steps(
            Recipe.PER_ROLE, newCells, replays, 4 * Recipe.PER_ROLE, Integer.MAX_VALUE),
        new HoldOut(HoldOut.Unit.CELL, 0, trial.seed()),
        new StreamOptions.Memories(isReplayed ? cells : 2, 50, 0, 1, 1),
        new StreamOptions.Guard(1000, 10, 50, 10, 3, 10_000),
        0);
  }
}
