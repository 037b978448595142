package io.scstream.models.contrastive;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.evaluate.BlockRecovery;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.Embeddings;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.simulate.Draw;
import io.scstream.models.simulate.Recipe;
import io.scstream.models.simulate.Simulation;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.TrainingOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains on simulated cells for whole epochs and compares codes of held-out target cells with
 * truth.
 */
record Recovery(double zToZ, double sToS, double zToS, double sToZ, double elboB, double elboT) {

  static Recovery after(int epochs, Recipe recipe, long seed) {
    Simulation simulation = recipe.simulate(seed);
    List<Cell> background =
        simulation.draw("train", Role.BACKGROUND, recipe.cells().background()).cells();
    List<Cell> target = simulation.draw("train", Role.TARGET, recipe.cells().target()).cells();
    ContrastiveVaeSpec spec = recipe.fit().spec(simulation.genes());
    int stepsPerEpoch = recipe.stepsPerEpoch();
    TrainingOptions options = TrainingOptions.of(seed, 1e-3, (int) (0.3 * epochs * stepsPerEpoch));
    try (OnlineLearner learner = new DjlLearnerFactory(options, "cpu").create(spec, background)) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        int[] orderB = order(seed, epoch, "order/background", background);
        int[] orderT = order(seed, epoch, "order/target", target);
        for (int step = 0; step < stepsPerEpoch; step++) {
          List<Cell> cells = new ArrayList<>();
          for (int i = step * Recipe.PER_ROLE; i < (step + 1) * Recipe.PER_ROLE; i++) {
            cells.add(background.get(orderB[i % orderB.length]));
            cells.add(target.get(orderT[i % orderT.length]));
          }
          learner.update(Minibatch.of(spec.genes(), cells));
        }
      }
      return measure(learner, simulation, recipe.cells().heldOut());
    }
  }

  private static int[] order(long seed, int epoch, String purpose, List<Cell> cells) {
    return CounterRandom.of(seed, epoch, purpose).permutation(cells.size());
  }

  private static Recovery measure(OnlineLearner learner, Simulation simulation, int heldOut) {
    Draw draw = simulation.draw("test", Role.TARGET, heldOut);
    Minibatch targets = Minibatch.of(simulation.genes(), draw.cells());
    Minibatch backgrounds =
        Minibatch.of(simulation.genes(), simulation.draw("test", Role.BACKGROUND, heldOut).cells());
    Embeddings embeddings = learner.embed(targets);
    float[][] codesZ = new float[heldOut][];
    float[][] codesS = new float[heldOut][];
    for (int row = 0; row < heldOut; row++) {
      codesZ[row] = embeddings.backgroundMean(row);
      codesS[row] = embeddings.salientMean(row);
    }
    return new Recovery(
        BlockRecovery.rSquared(codesZ, draw.background()),
        BlockRecovery.rSquared(codesS, draw.salient()),
        BlockRecovery.rSquared(codesZ, draw.salient()),
        BlockRecovery.rSquared(codesS, draw.background()),
        learner.score(backgrounds).negativeElbo(),
        learner.score(targets).negativeElbo());
  }
}
