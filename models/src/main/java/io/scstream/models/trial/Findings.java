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
import java.util.List;

/** What a fitted model knows about cells whose true codes are known. */
final class Findings {
  private Findings() {}

  static TrialResult of(
      Embedder model, Simulation simulation, int heldOut, TrialResult.Course course) {
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
        decoded(model, targets, backgrounds),
        course);
  }

  /** The share of what targets add to expression that background codes tell; NaN of few cells. */
  static double decoded(Embedder model, Minibatch targets, Minibatch backgrounds) {
    int latent = model.spec().backgroundLatent();
    DecodedLeakage leakage = DecodedLeakage.empty(latent, model.spec().genes());
    for (Minibatch minibatch : List.of(targets, backgrounds)) {
      Embeddings codes = model.embed(minibatch);
      float[] decoded = model.logExpression(minibatch);
      for (int row = 0; row < minibatch.cells(); row++) {
        leakage.add(minibatch.cell(row).role(), codes.backgroundMean(row), decoded, row);
      }
    }
    return leakage.isKnown() ? leakage.effects().share() : Double.NaN;
  }
}
