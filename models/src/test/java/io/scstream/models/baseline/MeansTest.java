package io.scstream.models.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.Role;
import io.scstream.models.evaluate.response.Profile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The baselines that are a few lines of arithmetic. */
class MeansTest {
  private final Condition a = Condition.of(Map.of("line", "A"));
  private final Condition b = Condition.of(Map.of("line", "B"));
  private final Condition c = Condition.of(Map.of("line", "C"));

  private static Profile means(double... means) {
    return Profile.ofMeans(means);
  }

  @Test
  void theAdditiveModelMovesControlsByTheMeanEffectElsewhere() {
    MeanResponses responses =
        MeanResponses.of(
            Map.of(
                a,
                means(1, 1),
                a.treated("drug", 1),
                means(3, 1),
                b,
                means(0, 5),
                b.treated("drug", 1),
                means(0, 9),
                b.treated("drug", 2),
                means(100, 100),
                c,
                means(10, 10),
                c.treated("drug", 1),
                means(-7, -7)));
    // Effects (2, 0) in A and (0, 4) in B; what C's own cells say does not count.
    assertThat(responses.additive(c.treated("drug", 1)).orElseThrow().means())
        .containsExactly(new double[] {11, 12}, within(1e-12));
    assertThat(responses.controls(c.treated("drug", 1)).means()).containsExactly(10, 10);
    assertThat(responses.additive(c.treated("other", 1))).isEmpty();
    assertThatThrownBy(() -> responses.controls(Condition.of(Map.of("line", "D"))))
        .hasMessageStartingWith("Invalid condition: Condition[covariates={line=D}")
        .hasMessageEndingWith("expected covariates that controls are known of");
  }

  @Test
  void latentShiftsCountEveryCovariateAlike() {
    float[][] codes = {{0}, {0}, {0}, {10}, {2}, {2}, {2}, {2}, {16}, {500}};
    List<Condition> conditions =
        List.of(
            a,
            a,
            a,
            b, // controls
            a.treated("drug", 1),
            a.treated("drug", 1),
            a.treated("drug", 1),
            a.treated("drug", 1),
            b.treated("drug", 1),
            c.treated("drug", 1));
    // Shifts 2 in A and 6 in B, which weigh the same; C has no controls.
    assertThat(LatentArithmetic.shift(codes, conditions, c.treated("drug", 1), 1))
        .containsExactly(new double[] {4}, within(1e-9));
    assertThat(LatentArithmetic.moved(new float[][] {{1}, {2}}, new double[] {4}))
        .isDeepEqualTo(new float[][] {{5}, {6}});
    assertThatThrownBy(() -> LatentArithmetic.shift(codes, conditions, a.treated("x", 1), 1))
        .hasMessageEndingWith("expected treatments that cells and their controls are known of");
  }

  @Test
  void labelsAreOnesAndDoses() {
    List<Cell> cells = List.of(cell(a), cell(b.treated("drug", 0.5)), cell(a.treated("other", 2)));
    LabelVectors vectors = LabelVectors.of(cells);
    // line=A, line=B, treatment=drug, treatment=other
    assertThat(vectors.of(b.treated("drug", 0.25))).containsExactly(0, 1, 0.25f, 0);
    assertThat(vectors.of(a)).containsExactly(1, 0, 0, 0);
    assertThat(vectors.size()).isEqualTo(4);
    assertThatThrownBy(() -> vectors.of(c))
        .hasMessage(
            "Invalid label: line=C; expected one of [line=A, line=B, treatment=drug,"
                + " treatment=other]");
  }

  private static Cell cell(Condition condition) {
    return Cell.of("cell", Role.TARGET, 1, new int[] {0}, new int[] {1}).under(condition);
  }
}
