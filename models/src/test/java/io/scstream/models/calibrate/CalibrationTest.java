package io.scstream.models.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.Role;
import io.scstream.models.factorized.Question;
import io.scstream.models.factorized.Response;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.learner.Responses;
import io.scstream.models.spec.FactorizedSpec;
import io.scstream.models.spec.TrainingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final int GENES = 4;

  private final Responses model = model();

  @AfterEach
  void close() {
    model.close();
  }

  private static Condition line(int line) {
    return Condition.of(Map.of("line", "x" + line));
  }

  private static Cell cell(int number, int line, String treatment) {
    boolean isControl = treatment.isEmpty();
    int[] counts = {3 + number % 4, 5, 9 + line, isControl ? 2 : 8};
    Condition condition = isControl ? line(line) : line(line).treated(treatment, 1);
    return Cell.of(
            treatment + number + "-" + line,
            isControl ? Role.BACKGROUND : Role.TARGET,
            30,
            new int[] {0, 1, 2, 3},
            counts)
        .under(condition);
  }

  private static List<Cell> cells(int line, String treatment) {
    List<Cell> cells = new ArrayList<>();
    for (int number = 0; number < 60; number++) {
      cells.add(cell(number, line, treatment));
    }
    return cells;
  }

  /** Both treatments in lines 0 and 1; line 2 in controls alone. Not trained. */
  private static Responses model() {
    List<Cell> known = new ArrayList<>(cells(2, ""));
    for (int line = 0; line < 2; line++) {
      known.addAll(cells(line, ""));
      known.addAll(cells(line, "a"));
      known.addAll(cells(line, "b"));
    }
    try (OnlineLearner learner =
        new DjlLearnerFactory(TrainingOptions.of(3, 0.001, 0), "cpu")
            .create(FactorizedSpec.of(GENES, List.of("line")), known)) {
      learner.meet(known);
      return Responses.restore(learner.snapshot().weightsSafetensors(), "cpu");
    }
  }

  private Response answer(String treatment, double share) {
    Question question =
        new Question(line(2).treated(treatment, 1), Question.Mode.INTERVENTIONAL, share, 3, 5);
    return model.respond(cells(2, ""), question);
  }

  /** A pair whose truth is the model's own answer with a λ*, and so many spreads besides. */
  private Calibration.Asked asked(String treatment, double share, double spreads) {
    Response answer = answer(treatment, share);
    double[] effects = answer.effect().clone();
    for (int gene = 0; gene < effects.length; gene++) {
      effects[gene] += spreads * answer.spread()[gene] * (gene % 2 == 0 ? 1 : -1);
    }
    return new Calibration.Asked(
        model, WithheldPair.known(line(2).treated(treatment, 1), cells(2, ""), effects));
  }

  private Calibration by(double share, double... spreads) {
    List<Calibration.Asked> asked = new ArrayList<>();
    for (int i = 0; i < spreads.length; i++) {
      asked.add(asked(i % 2 == 0 ? "a" : "b", share, spreads[i]));
    }
    return Calibration.of(asked, 3, 5);
  }

  @Test
  void theShareThatTruthWasMadeWithIsFoundAgain() {
    for (double share : new double[] {0, 0.25, 0.5, 0.75, 1}) {
      Calibration found = by(share, 0, 0, 0);
      assertThat(found.unseen()).isEqualTo(share);
      assertThat(found.error()).isCloseTo(0, within(1e-9));
    }
    // Two pairs do not choose.
    assertThat(by(1, 0, 0).unseen()).isEqualTo(0.5);
  }

  @Test
  void theFactorIsThatOfAllPairsButTheOneThatMayBeWorse() {
    Calibration found = by(1, 0.001, 0.002, 0.003, 0.004, 0.005, 0.006, 0.007, 0.008, 0.009);
    assertThat(found.pairs()).isEqualTo(9);
    assertThat(found.factor(0.9).orElseThrow()).isCloseTo(0.009, within(1e-6));
    assertThat(found.factor(0.5).orElseThrow()).isCloseTo(0.005, within(1e-6));
    assertThat(found.factor(0.95)).isEmpty();
    Response answer = answer("a", 1);
    double[] widths = found.halfWidths(answer, 0.9).orElseThrow();
    for (int gene = 0; gene < GENES; gene++) {
      assertThat(widths[gene]).isCloseTo(0.009 * answer.spread()[gene], within(1e-6));
    }
    assertThat(by(1, 0.001, 0.002, 0.003).halfWidths(answer, 0.9)).isEmpty();
  }

  @Test
  void theMeanAnswerHasTheMeanSquareSpreadAndCountsWhatItHolds() {
    Response a = answer("a", 1);
    Response b = answer("b", 1);
    MeanResponse mean = MeanResponse.of(List.of(a, b));
    double[] actual = new double[GENES];
    for (int gene = 0; gene < GENES; gene++) {
      double middle = (a.effect()[gene] + b.effect()[gene]) / 2;
      assertThat(mean.effect()[gene]).isCloseTo(middle, within(1e-12));
      double spread = Math.sqrt((sq(a.spread()[gene]) + sq(b.spread()[gene])) / 2);
      actual[gene] = middle + (gene + 0.5) * spread;
    }
    WithheldPair pair = WithheldPair.known(line(2).treated("a", 1), cells(2, ""), actual);
    assertThat(mean.covered(pair, 2)).isEqualTo(0.5); // ½ and 1½ of ½, 1½, 2½, 3½
    assertThat(mean.covered(pair, 0.4)).isZero();
  }

  /**
   * Errors of 2 spreads, replicas that differ by 1 spread: 4 − ¾ of the mean's variance is left.
   */
  @Test
  void theMeanOfReplicasNeedsLessWidthTheMoreTheyDiffer() {
    Calibration found = by(1, 2, 2, 2, 2, 2, 2, 2, 2, 2);
    assertThat(found.factorOfMean(0.9, 4, 0).orElseThrow()).isCloseTo(2, within(1e-4));
    assertThat(found.factorOfMean(0.9, 4, 1).orElseThrow())
        .isCloseTo(2 * Math.sqrt(1 - 0.75 / 4), within(1e-4));
    assertThat(found.factorOfMean(0.9, 4, 100).orElseThrow()).isCloseTo(1, within(1e-4));
    assertThat(found.factorOfMean(0.9, 1, 100).orElseThrow()).isCloseTo(2, within(1e-4));
    assertThat(by(1, 2).factorOfMean(0.9, 4, 1)).isEmpty();
    Response a = answer("a", 1);
    Response b = answer("b", 1);
    double variance = 0;
    for (int gene = 0; gene < GENES; gene++) {
      double spread = (sq(a.spread()[gene]) + sq(b.spread()[gene])) / 2;
      variance += sq(a.effect()[gene] - b.effect()[gene]) / 2 / spread / GENES;
    }
    assertThat(MeanResponse.of(List.of(a, b)).variance()).isCloseTo(variance, within(1e-9));
    assertThat(MeanResponse.of(List.of(a)).variance()).isZero();
  }

  private static double sq(double value) {
    return value * value;
  }

  @Test
  void effectsOfCountsAreMeasuredByTheirSharesAndHaveErrors() {
    List<Cell> controls = List.of(counts("c0", 2, 18), counts("c1", 4, 16));
    List<Cell> treated = List.of(counts("t0", 0, 10), counts("t1", 0, 10));
    WithheldPair pair = WithheldPair.measured(line(0).treated("a", 1), controls, treated, 3);
    assertThat(pair.effects()[0])
        .isCloseTo(Math.log(0.5 / 60.5) - Math.log(6.5 / 80.5), within(1e-12));
    assertThat(pair.errors()[0]).isCloseTo(Math.sqrt(1 / 0.5 + 1 / 6.5), within(1e-12));
    assertThat(pair.effects()[1])
        .isCloseTo(Math.log(20.5 / 60.5) - Math.log(34.5 / 80.5), within(1e-12));
    // Of the first gene there are too few counts.
    assertThat(pair.measuredWell(new double[] {7, 8, 9})).containsExactly(8, 9);
  }

  private static Cell counts(String id, int first, int second) {
    return first == 0
        ? Cell.of(id, Role.TARGET, second, new int[] {1, 2}, new int[] {second, 20})
        : Cell.of(id, Role.TARGET, 40, new int[] {0, 1, 2}, new int[] {first, second, 20});
  }

  @Test
  void effectsOfValuesAreDifferencesOfMeans() {
    List<Cell> controls = List.of(values("c0", 1, 0), values("c1", 1.5f, 0));
    List<Cell> treated = List.of(values("t0", 5, 2), values("t1", 5, 2.5f));
    WithheldPair pair = WithheldPair.measured(line(0).treated("a", 1), controls, treated, 2);
    assertThat(pair.effects()).containsExactly(3.75, 2.25);
    assertThat(pair.errors()[0]).isCloseTo(0.25, within(1e-12)); // variance 1/8 of 2 cells, and 0
    assertThat(pair.errors()[1]).isCloseTo(0.25, within(1e-12));
  }

  private static Cell values(String id, float first, float second) {
    return second == 0
        ? Cell.ofValues(id, Role.TARGET, 1, new int[] {0}, new float[] {first})
        : Cell.ofValues(id, Role.TARGET, 1, new int[] {0, 1}, new float[] {first, second});
  }

  @Test
  void refusesWhatSaysNothing() {
    assertThatThrownBy(() -> Calibration.of(List.of(), 3, 5))
        .hasMessage("Invalid calibration: no pairs; expected at least one");
    Condition target = line(0).treated("a", 1);
    assertThatThrownBy(
            () -> WithheldPair.measured(target, cells(0, ""), List.of(cell(0, 0, "a")), GENES))
        .hasMessageContaining("60 controls and 1 treated cells; expected 2 or more of each");
    assertThatThrownBy(() -> WithheldPair.known(target, List.of(), new double[GENES]))
        .hasMessage("Invalid withheld pair: no controls; expected at least one");
  }
}
