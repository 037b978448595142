package io.scstream.speed;

import io.scstream.models.data.Minibatch;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.Embedder;
import io.scstream.models.learner.OnlineLearner;
import java.util.List;
import java.util.function.Consumer;

/** A published model that embeds, in turns with the learner that it came from. */
public final class EmbedBench {
  private final SpeedModel model;
  private final SimulatedCells cells;
  private final StepBench.Rhythm rhythm;
  private final Consumer<String> progress;

  /** Prepares a bench; {@code progress} takes a line now and then. */
  public EmbedBench(
      SpeedModel model, SimulatedCells cells, StepBench.Rhythm rhythm, Consumer<String> progress) {
    this.model = model;
    this.cells = cells;
    this.rhythm = rhythm;
    this.progress = progress;
  }

  /** Measures with the threads that this process is fixed to. */
  public EmbedReport run() {
    List<Minibatch> minibatches = cells.minibatches(StepBench.MINIBATCHES);
    try (OnlineLearner learner = model.learner(StepBench.firstCells(minibatches.get(0)))) {
      byte[] weights = learner.snapshot().weightsSafetensors();
      try (Embedder embedder = DjlLearnerFactory.restoreForInference(weights, "cpu")) {
        Side embedding = new MinibatchSide(embedder::embed, minibatches);
        Side training = new MinibatchSide(learner::update, minibatches);
        int steps = rhythm.stepsAt(training.warmUp(rhythm.warmUp()));
        embedding.warmUp(rhythm.warmUp());
        Turns turns = Turns.take(List.of(embedding, training), steps, rhythm.turns(), this::tell);
        return EmbedReport.of(model, cells, turns);
      }
    }
  }

  private void tell(int turn, List<Double> rates) {
    progress.accept(
        "%d of %d: %,.0f cells/s embedded, %,.0f trained on"
            .formatted(turn, rhythm.turns(), rates.get(0), rates.get(1)));
  }
}
