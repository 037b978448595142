package io.scstream.models.trial;

import static io.scstream.models.ModelException.checkConfig;
import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.calibrate.Calibration;
import io.scstream.models.calibrate.MeanResponse;
import io.scstream.models.calibrate.WithheldPair;
import io.scstream.models.evaluate.response.Agreement;
import io.scstream.models.factorized.Backing;
import io.scstream.models.factorized.Question;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.learner.Responses;
import io.scstream.models.trial.PairSource.Pair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Effects of treatments in covariates that they were never seen in. One fold of pairs is left out
 * to be predicted. Several replicas learn from all other cells but those of one further fold, which
 * is another one for every replica: these pairs choose λ* and the width of intervals. The answer is
 * the mean one of all replicas. Only genes count whose effects are known well enough.
 *
 * @param seed of models
 * @param replicas models that learn side by side
 * @param steps of each
 */
public record PairTrial(PairSource source, long seed, int replicas, int steps) {
  private static final int DRAWS = 4;
  private static final double COVERED = 0.9;

  /** Checks. */
  public PairTrial {
    checkConfig(replicas > 0, "Invalid replicas: %d; expected a positive number", replicas);
    checkConfig(steps > 0, "Invalid steps: %d; expected a positive number", steps);
  }

  /**
   * How well the effect in one pair was predicted.
   *
   * @param pair that was left out
   * @param backing what the answer rested on
   * @param model by the factorized model
   * @param plain by the same model without its interaction
   * @param additive by the mean effect in other covariates
   * @param covered share of genes whose effect lies in the interval; NaN where there is none
   */
  public record Row(
      Pair pair, Backing backing, Fit model, Fit plain, Fit additive, double covered) {}

  /**
   * How near an effect is to the true one.
   *
   * @param pearson correlation over genes
   * @param error length of the difference over that of the true effect: 1 for no effect at all
   */
  public record Fit(double pearson, double error) {
    static Fit of(double[] predicted, WithheldPair pair) {
      double[] actual = pair.measuredWell(pair.effects());
      double[] expected = pair.measuredWell(predicted);
      return new Fit(
          Agreement.correlation(expected, actual),
          Agreement.relativeError(actual, expected, new double[actual.length]));
    }
  }

  /**
   * All pairs that were left out.
   *
   * @param share λ* that calibration pairs chose
   * @param calibrating how many they were
   * @param width by which spreads are multiplied; nothing if there were too few pairs
   */
  public record Result(List<Row> rows, double share, int calibrating, Optional<Double> width) {
    /** Copies. */
    public Result {
      rows = List.copyOf(rows);
    }
  }

  /**
   * Trains all replicas and asks them.
   *
   * @param progress takes the number of every step, over all replicas
   */
  public Result run(LongConsumer progress) {
    List<Pair> tested = source.fold(0);
    checkInput(!tested.isEmpty(), "Invalid cells: no pairs to leave out; expected some");
    List<Responses> models = new ArrayList<>();
    try {
      List<Calibration.Asked> asked = new ArrayList<>();
      for (int replica = 0; replica < replicas; replica++) {
        List<Pair> withheld = source.fold(replica + 1);
        checkConfig(
            !withheld.isEmpty(),
            "Invalid replicas: %d; expected at most %d for these cells",
            replicas,
            replica);
        Responses model = model(replica, tested, withheld, progress);
        models.add(model);
        withheld.forEach(it -> asked.add(new Calibration.Asked(model, source.known(it))));
      }
      return judged(models, tested, Calibration.of(asked, DRAWS, 0));
    } finally {
      models.forEach(Responses::close);
    }
  }

  private Responses model(
      int number, List<Pair> tested, List<Pair> withheld, LongConsumer progress) {
    Set<Pair> without = new HashSet<>(tested);
    without.addAll(withheld);
    long before = (long) number * steps;
    PairSource.Fit fit =
        new PairSource.Fit(seed * 100 + number, steps, step -> progress.accept(before + step));
    try (OnlineLearner learner = source.fit(without, fit)) {
      return Responses.restore(learner.snapshot().weightsSafetensors(), "cpu");
    }
  }

  private Result judged(List<Responses> models, List<Pair> tested, Calibration calibration) {
    List<WithheldPair> known = tested.stream().map(source::known).toList();
    List<MeanResponse> answers =
        known.stream().map(it -> answer(models, it, calibration.unseen())).toList();
    double variance = answers.stream().mapToDouble(MeanResponse::variance).average().orElseThrow();
    Optional<Double> width = calibration.factorOfMean(COVERED, replicas, variance);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < known.size(); i++) {
      WithheldPair pair = known.get(i);
      MeanResponse answer = answers.get(i);
      rows.add(
          new Row(
              tested.get(i),
              answer.backing(),
              Fit.of(answer.effect(), pair),
              Fit.of(answer(models, pair, 0).effect(), pair),
              Fit.of(source.additive(tested.get(i), new HashSet<>(tested)), pair),
              width.map(it -> answer.covered(pair, it)).orElse(Double.NaN)));
    }
    return new Result(rows, calibration.unseen(), calibration.pairs(), width);
  }

  private static MeanResponse answer(List<Responses> models, WithheldPair pair, double share) {
    Question question = new Question(pair.target(), Question.Mode.INTERVENTIONAL, share, DRAWS, 0);
    return MeanResponse.of(
        models.stream().map(it -> it.respond(pair.controls(), question)).toList());
  }
}
