package io.scstream.models.trial;

import io.scstream.models.calibrate.WithheldPair;
import io.scstream.models.learner.OnlineLearner;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/** Cells with pairs of covariate and treatment that can be left out, and what is known of them. */
public interface PairSource {

  /** A treatment in cells of a covariate, by the source's own numbers. */
  record Pair(int covariate, int treatment) {}

  /**
   * One pair of each treatment; folds from 0 to a treatment's number of covariates less one are all
   * of its pairs, and beyond that a treatment has none.
   */
  List<Pair> fold(int number);

  /** A model that learned from all cells but those of some pairs; whoever calls closes it. */
  OnlineLearner fit(Set<Pair> without, Fit fit);

  /**
   * How to fit.
   *
   * @param progress takes the number of every step
   */
  record Fit(long seed, int steps, LongConsumer progress) {}

  /** What the treatment does, and controls to ask. */
  WithheldPair known(Pair pair);

  /** The mean effect of the treatment in other covariates, but of some pairs, [G]. */
  double[] additive(Pair pair, Set<Pair> without);
}
