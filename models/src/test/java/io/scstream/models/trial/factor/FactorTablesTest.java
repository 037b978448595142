package io.scstream.models.trial.factor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.data.Condition;
import io.scstream.models.evaluate.independence.StratifiedTest;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.simulate.FactorCell;
import io.scstream.models.simulate.FactorRecipe;
import io.scstream.models.spec.FactorBlock;
import io.scstream.models.trial.factor.Independence.Claim;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** On the true codes of simulated cells, of which everything claimed holds. */
class FactorTablesTest {
  private static final StratifiedTest.Options QUICK = new StratifiedTest.Options(99, 60, 1);

  private final List<FactorCell> cells = FactorRecipe.S1.simulate(3).draw("cells", 900);

  private BlockCodes truth() {
    Map<String, float[][]> blocks = new LinkedHashMap<>();
    for (FactorBlock block : FactorBlock.values()) {
      blocks.put(
          block.label(), cells.stream().map(cell -> cell.code(block)).toArray(float[][]::new));
    }
    return BlockCodes.of(blocks, conditions());
  }

  private List<Condition> conditions() {
    return cells.stream().map(cell -> cell.cell().condition()).toList();
  }

  @Test
  void trueBlocksAreAsIndependentAsIsClaimed() {
    Independence found = Independence.of(truth(), QUICK, 1);
    for (Claim claim : Claim.values()) {
      assertThat(found.claim(claim).pValue()).as(claim.label()).isGreaterThan(0.01);
      assertThat(found.claim(claim).effect()).isCloseTo(0, within(0.03));
    }
    Map<String, Double> dependence = found.dependence();
    assertThat(dependence.getOrDefault("x_x", Double.NaN)).isGreaterThan(0.1);
    assertThat(dependence.getOrDefault("t_t", Double.NaN)).isGreaterThan(0.05);
    for (String none : List.of("x_t", "t_x", "random_x", "random_t")) {
      assertThat(dependence.getOrDefault(none, Double.NaN)).as(none).isCloseTo(0, within(0.01));
    }
  }

  @Test
  void aBlockThatLeaksIsFound() {
    float[][] leaking = truth().block("x");
    for (int row = 0; row < leaking.length; row++) {
      leaking[row][0] += cells.get(row).treatment();
    }
    Map<String, float[][]> blocks = new LinkedHashMap<>(truth().blocks());
    blocks.put("x", leaking);
    Independence found = Independence.of(BlockCodes.of(blocks, conditions()), QUICK, 1);
    assertThat(found.claim(Claim.COVARIATE_BLOCK_FROM_TREATMENT).pValue()).isEqualTo(0.01);
    assertThat(found.claim(Claim.TREATMENT_BLOCK_FROM_COVARIATE).pValue()).isGreaterThan(0.01);
    assertThat(found.dependence().get("x_t")).isGreaterThan(0.01);
  }

  @Test
  void eachBlockClustersByItsOwnLabel() {
    Map<String, float[][]> blocks = new LinkedHashMap<>(truth().blocks());
    float[][] noise = new float[cells.size()][3];
    for (int row = 0; row < noise.length; row++) {
      CounterRandom.of(1, row, "noise").fillGaussian(noise[row]);
    }
    blocks.put("noise", noise);
    Clustering found = Clustering.of(BlockCodes.of(blocks, conditions()), 1);
    for (Function<String, Clustering.Row> table :
        List.<Function<String, Clustering.Row>>of(found::kMeans, found::leiden)) {
      assertThat(table.apply("x").covariates().normalizedInformation())
          .isGreaterThan(0.3)
          .isGreaterThan(10 * table.apply("x").treatments().normalizedInformation());
      assertThat(table.apply("t").treatments().normalizedInformation())
          .isGreaterThan(0.3)
          .isGreaterThan(10 * table.apply("t").covariates().normalizedInformation());
      assertThat(table.apply("noise").covariates().normalizedInformation()).isLessThan(0.05);
    }
  }

  @Test
  void refusesBlocksOfOtherCells() {
    assertThatThrownBy(() -> BlockCodes.of(Map.of("x", new float[3][1]), conditions()))
        .hasMessage("Invalid block x: 3 rows; expected 900");
    assertThatThrownBy(() -> truth().block("y"))
        .hasMessage("Invalid block: y; expected one of [x, tx, t]");
  }
}
