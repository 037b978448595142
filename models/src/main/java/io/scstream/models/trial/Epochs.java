package io.scstream.models.trial;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.learner.StepOutcome;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.simulate.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Shuffled passes over both data sets; the smaller one is cycled. */
record Epochs(long seed, int steps, int stepsPerEpoch) {

  void train(
      OnlineLearner learner,
      List<Cell> background,
      List<Cell> target,
      Consumer<StepOutcome> outcomes) {
    for (int epoch = 0; epoch * stepsPerEpoch < steps; epoch++) {
      int[] orderB = order(epoch, "order/background", background);
      int[] orderT = order(epoch, "order/target", target);
      int left = Math.min(stepsPerEpoch, steps - epoch * stepsPerEpoch);
      for (int step = 0; step < left; step++) {
        List<Cell> cells = new ArrayList<>();
        for (int i = step * Recipe.PER_ROLE; i < (step + 1) * Recipe.PER_ROLE; i++) {
          cells.add(background.get(orderB[i % orderB.length]));
          cells.add(target.get(orderT[i % orderT.length]));
        }
        outcomes.accept(learner.update(Minibatch.of(learner.spec().genes(), cells)));
      }
    }
  }

  private int[] order(int epoch, String purpose, List<Cell> cells) {
    return CounterRandom.of(seed, epoch, purpose).permutation(cells.size());
  }
}
