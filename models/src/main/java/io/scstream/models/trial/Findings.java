package io.scstream.models.trial;

import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.evaluate.BlockRecovery;
import io.scstream.models.evaluate.DecodedLeakage;
import io.scstream.models.evaluate.Hsic;
import io.scstream.models.evaluate.KnnRecovery;
import io.scstream.models.learner.Embedder;
import io.scstream.models.learner.Embeddings;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.simulate.Draw;
import io.scstream.models.simulate.Simulation;

/** What a fitted model knows about cells whose true codes are known. */
final class Findings {
  private Findings() {}

  static TrialResult of(
      Embedder model, Simulation simulation, int heldOut, double backgroundWeight) {
    Draw truth = simulation.draw("test", Role.TARGET, heldOut);
    Minibatch targets = Minibatch.of(simulation.genes(), truth.cells());
    Minibatch backgrounds =
        Minibatch.of(simulation.genes(), simulation.draw("test", Role.BACKGROUND, heldOut).cells());
    Embeddings embeddings = model.embed(targets);
    float[][] z = new float[heldOut][];
    float[][] s = new float[heldOut][];
    for (int row = 0; row < heldOut; row++) {
      z[row] = embeddings.backgroundMean(row);
      s[row] = embeddings.salientMean(row);
    }
    int[] order = CounterRandom.of(0, 0, "dependence/order").permutation(heldOut);
    return new TrialResult(
        BlockRecovery.rSquared(z, truth.background()),
        BlockRecovery.rSquared(s, truth.salient()),
        BlockRecovery.rSquared(z, truth.salient()),
        BlockRecovery.rSquared(s, truth.background()),
        KnnRecovery.rSquared(z, truth.salient()),
        model.score(backgrounds).negativeElbo(),
        model.score(targets).negativeElbo(),
        Hsic.of(z, s).debiased(order),
        DecodedLeakage.share(
            doubles(model.meanLogExpression(targets, true)),
            doubles(model.meanLogExpression(targets, false)),
            doubles(model.meanLogExpression(backgrounds, false))),
        backgroundWeight);
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
