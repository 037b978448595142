package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.ModelException;
import io.scstream.models.random.CounterRandom;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlockSeparationTest {
  private static final int CELLS = 2000;
  private static final List<Integer> CONDITIONS =
      IntStream.range(0, CELLS).map(row -> row % 4).boxed().toList();

  private static float[][] block(String name) {
    CounterRandom random = CounterRandom.of(0, 0, "separation/" + name);
    float[][] block = new float[CELLS][2];
    for (int row = 0; row < CELLS; row++) {
      for (int column = 0; column < 2; column++) {
        block[row][column] = (float) (10 * (row % 4) + random.nextGaussian());
      }
    }
    return block;
  }

  @Test
  void theTruthItselfIsPerfect() {
    List<float[][]> truth = List.of(block("a"), block("b"), block("c"));
    BlockSeparation separation = BlockSeparation.of(truth, truth, CONDITIONS);
    assertThat(separation.score()).isCloseTo(1, within(0.1));
    assertThat(separation.diagonal()).allSatisfy(it -> assertThat(it).isGreaterThan(0.99));
    assertThat(separation.explained(0, 1)).isLessThan(0.02);
  }

  @Test
  void aCurvedMapOfABlockIsAsGood() {
    float[][] a = block("a");
    float[][] curved = new float[CELLS][2];
    for (int row = 0; row < CELLS; row++) {
      double u = a[row][0] - 10 * (row % 4);
      double v = a[row][1] - 10 * (row % 4);
      curved[row][0] = (float) (Math.sinh(0.5 * u) + v);
      curved[row][1] = (float) (u - v);
    }
    List<float[][]> truth = List.of(a, block("b"));
    BlockSeparation separation = BlockSeparation.of(List.of(curved, block("b")), truth, CONDITIONS);
    assertThat(separation.diagonal().get(0)).isGreaterThan(0.95);
  }

  @Test
  void exchangedBlocksScoreMinusOneAndLabelsAloneScoreNothing() {
    List<float[][]> truth = List.of(block("a"), block("b"));
    BlockSeparation exchanged =
        BlockSeparation.of(List.of(block("b"), block("a")), truth, CONDITIONS);
    assertThat(exchanged.score()).isCloseTo(-1, within(0.15));
    // Others of the same conditions know the condition's mean, and no more.
    BlockSeparation others = BlockSeparation.of(List.of(block("c"), block("d")), truth, CONDITIONS);
    assertThat(others.diagonal()).allSatisfy(it -> assertThat(it).isLessThan(0.02));
  }

  @Test
  void refusesBlocksThatDoNotPair() {
    List<float[][]> truth = List.of(block("a"), block("b"));
    assertThatThrownBy(() -> BlockSeparation.of(truth.subList(0, 1), truth, CONDITIONS))
        .isInstanceOf(ModelException.class)
        .hasMessage("Invalid blocks: 1 learned and 2 true; expected as many of both, two at least");
    assertThatThrownBy(() -> BlockSeparation.of(truth, truth, List.of(1)))
        .isInstanceOf(ModelException.class)
        .hasMessage("Invalid conditions: 1 of 2000 rows; expected one for each");
  }
}
