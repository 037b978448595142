package io.scstream.models.contrastive;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.evaluate.BlockRecovery;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.Embeddings;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.simulate.ComparativeSimulation;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.TrainingOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains on simulated cells for whole epochs and compares codes of held-out target cells with
 * truth.
 */
record Recovery(double zToZ, double sToS, double zToS, double sToZ, double elboB, double elboT) {

  private static final int CELLS = 5000;
  private static final int HELD_OUT = 2000;
  private static final int HALF = 128;

  static Recovery after(int epochs, Noise noise, long seed) {
    ComparativeSimulation simulation = ComparativeSimulation.of(seed);
    List<Cell> background = simulation.draw("train", Role.BACKGROUND, CELLS).cells();
    List<Cell> target = simulation.draw("train", Role.TARGET, CELLS).cells();
    int latent = ComparativeSimulation.LATENT;
    ContrastiveVaeSpec spec =
        new ContrastiveVaeSpec(ComparativeSimulation.GENES, 64, 2, latent, latent, 0, false, noise);
    int stepsPerEpoch = CELLS / HALF;
    TrainingOptions options =
        new TrainingOptions(seed, 1e-3, (int) (0.3 * epochs * stepsPerEpoch), 20, 0);
    try (OnlineLearner learner = new DjlLearnerFactory(options, "cpu").create(spec, background)) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        int[] orderB = CounterRandom.of(seed, epoch, "order/background").permutation(CELLS);
        int[] orderT = CounterRandom.of(seed, epoch, "order/target").permutation(CELLS);
        for (int start = 0; start + HALF <= CELLS; start += HALF) {
          List<Cell> cells = new ArrayList<>();
          for (int i = start; i < start + HALF; i++) {
            cells.add(background.get(orderB[i]));
            cells.add(target.get(orderT[i]));
          }
          learner.update(Minibatch.of(spec.genes(), cells));
        }
      }
      return measure(learner, simulation);
    }
  }

  private static Recovery measure(OnlineLearner learner, ComparativeSimulation simulation) {
    ComparativeSimulation.Draw draw = simulation.draw("test", Role.TARGET, HELD_OUT);
    Minibatch targets = Minibatch.of(ComparativeSimulation.GENES, draw.cells());
    Minibatch backgrounds =
        Minibatch.of(
            ComparativeSimulation.GENES,
            simulation.draw("test", Role.BACKGROUND, HELD_OUT).cells());
    Embeddings embeddings = learner.embed(targets);
    float[][] codesZ = new float[HELD_OUT][];
    float[][] codesS = new float[HELD_OUT][];
    float[][] truthZ = new float[HELD_OUT][];
    float[][] truthS = new float[HELD_OUT][];
    for (int row = 0; row < HELD_OUT; row++) {
      codesZ[row] = embeddings.backgroundMean(row);
      codesS[row] = embeddings.salientMean(row);
      truthZ[row] = draw.background(row);
      truthS[row] = draw.salient(row);
    }
    return new Recovery(
        BlockRecovery.rSquared(codesZ, truthZ),
        BlockRecovery.rSquared(codesS, truthS),
        BlockRecovery.rSquared(codesZ, truthS),
        BlockRecovery.rSquared(codesS, truthZ),
        learner.score(backgrounds).negativeElbo(),
        learner.score(targets).negativeElbo());
  }
}
