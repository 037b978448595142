package io.scstream.speed;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.spec.Combination;
import io.scstream.models.spec.Constraint;
import io.scstream.models.spec.ConstraintFunctional;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.DecoderLayers;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.Objective;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every number is computed by hand: G = 10, h = 4, L = 2, dz = 3, ds = 2, n = 5, m = 3. */
class StepCountTest {
  private static final ContrastiveVaeSpec SPEC =
      new ContrastiveVaeSpec(
          new ContrastiveVaeSpec.Sizes(10, 4, 2, 3, 2),
          0.1,
          Normalization.LAYER,
          Noise.NEGATIVE_BINOMIAL);
  private static final StepCount.Load LOAD = new StepCount.Load(2, 3, 5, 7);
  private static final List<Constraint> DEPENDENCE =
      List.of(new Constraint(ConstraintFunctional.DEPENDENCE, 0.01));

  private static StepCount count(Objective objective) {
    return new StepCount(SPEC, objective, LOAD);
  }

  @Test
  void anEncoderReadsNonZeroEntriesOfItsOwnCells() {
    int ofAllCells = 4 * 12 * 4 + 6 * 5 * 4 * 4 + 12 * 5 * 4 * 3;
    int ofTargetCells = 4 * 7 * 4 + 6 * 3 * 4 * 4 + 12 * 3 * 4 * 2;
    assertThat(count(Objective.sum()).encoders())
        .isEqualTo(new Work(ofAllCells + ofTargetCells, 4 * 2 * 12));
  }

  @Test
  void theDecoderMovesAllParametersAndItsOutput() {
    int flops = 6 * 4 * (5 * 3 + 3 * 2) + 6 * 5 * 4 * 4 + 6 * 5 * 4 * 10;
    int backgroundEncoder = 40 + 4 + 8 + 16 + 4 + 8 + 2 * (3 * 4 + 3);
    int salientEncoder = 40 + 4 + 8 + 16 + 4 + 8 + 2 * (2 * 4 + 2);
    int decoder = 5 * 4 + 4 + 16 + 4 + 40 + 10;
    int parameters = backgroundEncoder + salientEncoder + decoder + 10;
    assertThat(count(Objective.sum()).decoder())
        .isEqualTo(new Work(flops, 4 * (3 * 5 * 10 + 8 * parameters)));
  }

  @Test
  void theLikelihoodIsDenseAndMoreAtNonZeros() {
    assertThat(count(Objective.sum()).likelihood()).isEqualTo(new Work(59 * 50 + 40 * 12, 0));
  }

  @Test
  void zeroInflationHasTwoHeadsAndBatchNormShowsAllCellsToBothEncoders() {
    ContrastiveVaeSpec inflated =
        new ContrastiveVaeSpec(
            new ContrastiveVaeSpec.Sizes(10, 4, 1, 3, 2),
            0.1,
            Normalization.BATCH,
            DecoderLayers.scvi(),
            Noise.ZERO_INFLATED_NEGATIVE_BINOMIAL);
    StepCount count = new StepCount(inflated, Objective.sum(), LOAD);
    assertThat(count.encoders().flops())
        .isEqualTo(4 * 12 * 4 + 12 * 5 * 4 * 3 + 4 * 12 * 4 + 12 * 5 * 4 * 2);
    assertThat(count.decoder().flops()).isEqualTo(6 * 4 * (5 * 3 + 3 * 2) + 6 * 4 * 2 * 5 * 10);
    assertThat(count.likelihood().flops()).isEqualTo((59 + 76) * 50 + 40 * 12);
  }

  @Test
  void balancedGradientsAreComparedAndAdded() {
    int shared = 110 + 94 + 10;
    assertThat(count(Objective.of(Combination.EQUAL_NORM, List.of())).balance())
        .isEqualTo(new Work(9 * shared, 4 * 2 * shared));
    assertThat(count(Objective.sum()).balance()).isEqualTo(Work.NONE);
  }

  @Test
  void aConstraintLooksAtPairsAndGoesBackByItselfWhereGradientsAreBalanced() {
    double pairs = 9 / 2.0 * ((7 * 3 + 31) + (7 * 2 + 31) + 4);
    double back = 2 * 7 * 4 + 4 * 3 * 4 * 4 + 4 * 3 * 4 * 3;
    assertThat(count(Objective.of(Combination.SUM, DEPENDENCE)).dependence())
        .isEqualTo(new Work(pairs, 0));
    assertThat(count(Objective.of(Combination.EQUAL_NORM, DEPENDENCE)).dependence())
        .isEqualTo(new Work(pairs + back, 0));
    assertThat(count(Objective.sum()).dependence()).isEqualTo(Work.NONE);
  }

  @Test
  void theLeastTimeIsThatOfTheFlopsAndThatOfTheBytes() {
    assertThat(new MachineSpeed(100, 10).seconds(new Work(50, 20))).isEqualTo(2.5);
  }

  @Test
  void aStepIsAllOfIt() {
    StepCount count = count(Objective.of(Combination.EQUAL_NORM, DEPENDENCE));
    assertThat(count.all().flops()).isEqualTo(2080 + 2184 + 3430 + 1926 + 454.5 + 392);
    assertThat(count.all().bytes()).isEqualTo(96 + 10_648 + 1712);
  }
}
