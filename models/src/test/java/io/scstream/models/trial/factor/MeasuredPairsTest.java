package io.scstream.models.trial.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.Role;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.spec.FactorizedSpec;
import io.scstream.models.trial.PairSource;
import io.scstream.models.trial.PairSource.Pair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeasuredPairsTest {

  private static Condition line(int line) {
    return Condition.of(Map.of("line", "x" + line));
  }

  /** So many cells, each with a count of 10 of the first gene and so many of the second. */
  private static List<Cell> cells(Condition condition, int count, int ofSecond) {
    Role role = condition.treatments().isEmpty() ? Role.BACKGROUND : Role.TARGET;
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = condition + "-" + i;
      cells.add(
          Cell.of(id, role, 10 + ofSecond, new int[] {0, 1}, new int[] {10, ofSecond})
              .under(condition));
    }
    return cells;
  }

  /** a in four lines and b in three, c in two only, and a few cells of b in the fourth. */
  private static MeasuredPairs pairs(int round) {
    List<Cell> all = new ArrayList<>();
    for (int line = 0; line < 4; line++) {
      all.addAll(cells(line(line), 30, 10));
      all.addAll(cells(line(line).treated("a", 1), 30, 10 * (line + 1)));
      all.addAll(cells(line(line).treated("b", 1), line < 3 ? 30 : 5, 20));
      if (line < 2) {
        all.addAll(cells(line(line).treated("c", 1), 30, 20));
      }
    }
    List<Cell> tested = List.of(all.remove(0));
    FactorizedSpec.Sizes sizes = new FactorizedSpec.Sizes(2, 8, 4, 2, 1, 2);
    return new MeasuredPairs(new FactorData("small", List.of("line"), all, tested, sizes), round);
  }

  @Test
  void foldsTakeOnePairOfEachTreatmentAndAllPairsInTurn() {
    MeasuredPairs pairs = pairs(0);
    Set<Pair> all = new HashSet<>();
    for (int fold = 0; fold < 3; fold++) {
      assertThat(pairs.fold(fold)).extracting(Pair::treatment).containsExactly(0, 1);
      all.addAll(pairs.fold(fold));
    }
    assertThat(pairs.fold(3)).extracting(Pair::treatment).containsExactly(0);
    all.addAll(pairs.fold(3));
    assertThat(all).hasSize(7);
    assertThat(pairs.fold(4)).isEmpty();
    assertThat(pairs(1).fold(0)).isEqualTo(pairs.fold(1));
  }

  @Test
  void effectsAreMeasuredAndTheAdditiveOneIsTheMeanElsewhere() {
    MeasuredPairs pairs = pairs(0);
    double[] effects = pairs.known(new Pair(1, 0)).effects(); // of a in line 1: 20 for 10 counts
    assertThat(effects[1])
        .isCloseTo(Math.log(600.5 / 900.5) - Math.log(300.5 / 600.5), within(1e-9));
    double[] mean = pairs.additive(new Pair(1, 0), Set.of(new Pair(3, 0)));
    double expected = 0;
    for (int line : new int[] {0, 2}) {
      expected += pairs.known(new Pair(line, 0)).effects()[1] / 2;
    }
    assertThat(mean[1]).isCloseTo(expected, within(1e-12));
  }

  @Test
  void aModelDoesNotSeeThePairsThatAreLeftOut() {
    PairSource.Fit fit = new PairSource.Fit(1, 2, step -> {});
    try (OnlineLearner learner = pairs(0).fit(Set.of(new Pair(1, 0)), fit)) {
      FactorizedSpec spec = (FactorizedSpec) learner.spec();
      assertThat(spec.labels().pairs()).hasSize(4 + 4 + 2 - 1);
    }
  }
}
