package io.scstream.models.trial;

import io.scstream.models.data.Cell;
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
import io.scstream.models.simulate.Recipe;
import io.scstream.models.simulate.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What a fitted model knows about cells whose true codes are known. */
final class Findings {
  private Findings() {}

  static TrialResult of(
      Embedder model, Simulation simulation, Recipe recipe, TrialResult.Course course) {
    int heldOut = recipe.cells().heldOut();
    Draw truth = simulation.draw("test", Role.TARGET, heldOut);
    Minibatch targets = Minibatch.of(simulation.genes(), truth.cells());
    Minibatch backgrounds =
        Minibatch.of(simulation.genes(), simulation.draw("test", Role.BACKGROUND, heldOut).cells());
    List<Recovery> recoveries = recoveries(model, truth, recipe);
    return new TrialResult(
        mean(recoveries, Recovery::background),
        mean(recoveries, Recovery::salient),
        mean(recoveries, Recovery::salientInBackground),
        mean(recoveries, Recovery::backgroundInSalient),
        mean(recoveries, Recovery::nearestSalientInBackground),
        model.score(backgrounds).negativeElbo(),
        model.score(targets).negativeElbo(),
        mean(recoveries, Recovery::dependence),
        decoded(model, List.of(targets, backgrounds)),
        course);
  }

  /** The share of what targets add to expression that background codes tell; NaN of few cells. */
  static double decoded(Embedder model, List<Minibatch> cells) {
    int latent = model.spec().backgroundLatent();
    DecodedLeakage leakage = DecodedLeakage.empty(latent, model.spec().genes());
    for (Minibatch minibatch : cells) {
      Embeddings codes = model.embed(minibatch);
      float[] decoded = model.logExpression(minibatch);
      float[][] background = new float[minibatch.cells()][];
      for (int row = 0; row < background.length; row++) {
        background[row] = codes.backgroundMean(row);
      }
      int border = minibatch.background();
      leakage.add(Role.BACKGROUND, Arrays.copyOfRange(background, 0, border), decoded, 0);
      leakage.add(
          Role.TARGET, Arrays.copyOfRange(background, border, background.length), decoded, border);
    }
    return leakage.isKnown() ? leakage.effects().share() : Double.NaN;
  }

  /** What the codes of one group's cells tell of their true ones; see {@link TrialResult}. */
  record Recovery(
      double background,
      double salient,
      double salientInBackground,
      double backgroundInSalient,
      double nearestSalientInBackground,
      double dependence) {}

  private static double mean(List<Recovery> recoveries, ToDoubleFunction<Recovery> value) {
    return recoveries.stream().mapToDouble(value).average().orElseThrow();
  }

  /**
   * One for each group that has salient coordinates of its own, whether the model knows it or not.
   */
  static List<Recovery> recoveries(Embedder model, Draw truth, Recipe recipe) {
    List<Recovery> recoveries = new ArrayList<>();
    for (int group = 0; group < recipe.groups(); group++) {
      int label = 1 + group;
      int[] rows =
          IntStream.range(0, truth.cells().size())
              .filter(row -> recipe.groups() == 1 || truth.label(row) == label)
              .toArray();
      recoveries.add(recovery(model, truth, rows, group, recipe));
    }
    return recoveries;
  }

  private static Recovery recovery(
      Embedder model, Draw truth, int[] rows, int group, Recipe recipe) {
    List<Cell> cells = Arrays.stream(rows).mapToObj(truth.cells()::get).toList();
    Embeddings codes = model.embed(Minibatch.of(model.spec().genes(), cells)); // of one group
    int known = model.spec().groups().count();
    float[][] z = new float[rows.length][];
    float[][] s = new float[rows.length][];
    float[][] trueZ = new float[rows.length][];
    float[][] trueS = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      z[i] = codes.backgroundMean(i);
      s[i] = block(codes.salientMean(i), known == 1 ? 0 : group, known);
      trueZ[i] = truth.background(rows[i]);
      trueS[i] = block(truth.salient(rows[i]), group, recipe.groups());
    }
    int[] order = CounterRandom.of(0, 0, "dependence/order").permutation(rows.length);
    return new Recovery(
        BlockRecovery.rSquared(z, trueZ),
        BlockRecovery.rSquared(s, trueS),
        BlockRecovery.rSquared(z, trueS),
        BlockRecovery.rSquared(s, trueZ),
        KnnRecovery.rSquared(z, trueS),
        Hsic.of(z, s).debiased(order));
  }

  private static float[] block(float[] code, int block, int count) {
    int size = code.length / count;
    return Arrays.copyOfRange(code, block * size, (block + 1) * size);
  }
}
