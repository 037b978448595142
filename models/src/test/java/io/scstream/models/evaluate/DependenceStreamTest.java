package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DependenceStreamTest {

  private static final DependenceStream.Settings NEVER_FORGETS =
      new DependenceStream.Settings(3, 2, 1e15, 1);

  private final float[][] background = Draws.normal("z", 600, 3);

  private float[][] dependent() {
    float[][] salient = Draws.normal("s", 600, 2);
    for (int row = 0; row < 600; row++) {
      salient[row][0] = background[row][0] * background[row][1];
    }
    return salient;
  }

  private DependenceStream stream(float[][] salient, int from, int to) {
    DependenceStream stream = DependenceStream.empty(NEVER_FORGETS);
    for (int row = from; row < to; row++) {
      stream.add(background[row], salient[row]);
    }
    return stream;
  }

  @Test
  void isTheCriterionOfAllPairs() {
    double exact = Hsic.of(background, dependent()).biased();
    DependenceStream stream = stream(dependent(), 0, 600);
    assertThat(stream.hsic()).isCloseTo(exact, within(0.15 * exact));
    assertThat(stream.hsic()).isGreaterThan(3 * stream.floor());
    assertThat(stream.effectiveCells()).isCloseTo(600, within(1e-6));
  }

  @Test
  void manyAtOnceAreAsOneByOne() {
    DependenceStream.Settings settings = new DependenceStream.Settings(3, 2, 20, 1);
    MatchStream features = MatchStream.empty(new MatchStream.Settings(3, 20, 1));
    float[][] salient = dependent();
    DependenceStream single = DependenceStream.empty(settings);
    for (int row = 0; row < 47; row++) {
      single.add(background[row], salient[row]);
    }
    DependenceStream many = DependenceStream.empty(settings);
    for (int[] part : new int[][] {{0, 5}, {5, 5}, {5, 6}, {6, 47}}) {
      many.addAll(
          features.featuresOf(Arrays.copyOfRange(background, part[0], part[1])),
          Arrays.copyOfRange(salient, part[0], part[1]));
    }
    assertThat(Draws.distance(many.state(), single.state())).isLessThan(1e-14);
    assertThat(many.hsic()).isPositive();
  }

  @Test
  void independentSpacesComeDownToTheFloor() {
    DependenceStream stream = stream(Draws.normal("s", 600, 2), 0, 600);
    assertThat(stream.hsic()).isCloseTo(stream.floor(), within(0.3 * stream.floor()));
  }

  @Test
  void isTheCovarianceOfTheFeatures() {
    float[][] salient = dependent();
    RandomFeatures phi = RandomFeatures.of(3, 1, "background");
    RandomFeatures psi = RandomFeatures.of(2, 1, "salient");
    double[][] a = new double[50][];
    double[][] b = new double[50][];
    for (int row = 0; row < 50; row++) {
      a[row] = phi.of(background[row]);
      b[row] = psi.of(salient[row]);
    }
    a = Codes.centred(a);
    b = Codes.centred(b);
    double sum = 0;
    for (int i = 0; i < RandomFeatures.COUNT; i++) {
      for (int j = 0; j < RandomFeatures.COUNT; j++) {
        double covariance = 0;
        for (int row = 0; row < 50; row++) {
          covariance += a[row][i] * b[row][j] / 50;
        }
        sum += covariance * covariance;
      }
    }
    assertThat(stream(salient, 0, 50).hsic()).isCloseTo(sum, within(1e-9 * sum));
  }

  @Test
  void partsMergeToTheWholeInAnyOrder() {
    float[][] salient = dependent();
    DependenceStream first = stream(salient, 0, 100);
    DependenceStream second = stream(salient, 100, 350);
    DependenceStream third = stream(salient, 350, 600);
    double[] whole = stream(salient, 0, 600).state();
    DependenceStream merged = first.mergedWith(second).mergedWith(third);
    assertThat(Draws.distance(merged.state(), whole)).isLessThan(1e-7);
    DependenceStream otherwise = third.mergedWith(first.mergedWith(second));
    assertThat(Draws.distance(otherwise.state(), merged.state())).isLessThan(1e-12);
    assertThat(third.mergedWith(second).mergedWith(first).hsic())
        .isCloseTo(merged.hsic(), within(1e-12));
    assertThat(first.mergedWith(DependenceStream.empty(NEVER_FORGETS)).state())
        .isEqualTo(first.state());
  }

  @Test
  void goesOnFromItsState() {
    DependenceStream.Settings settings = new DependenceStream.Settings(3, 2, 50, 1);
    DependenceStream stream = DependenceStream.empty(settings);
    float[][] salient = dependent();
    for (int row = 0; row < 20; row++) {
      stream.add(background[row], salient[row]);
    }
    DependenceStream restored = DependenceStream.restore(settings, stream.state());
    for (int row = 20; row < 40; row++) {
      stream.add(background[row], salient[row]);
      restored.add(background[row], salient[row]);
    }
    assertThat(restored.state()).isEqualTo(stream.state());
    assertThat(restored.hsic()).isEqualTo(stream.hsic());
  }

  @Test
  void forgetsWhatWas() {
    float[][] salient = dependent();
    DependenceStream stream = DependenceStream.empty(new DependenceStream.Settings(3, 2, 200, 1));
    for (int row = 0; row < 600; row++) {
      stream.add(background[row], salient[row]);
    }
    double before = stream.hsic() - stream.floor();
    float[][] later = Draws.normal("later z", 2000, 3);
    float[][] independent = Draws.normal("later s", 2000, 2);
    for (int row = 0; row < 2000; row++) {
      stream.add(later[row], independent[row]);
    }
    assertThat(stream.hsic() - stream.floor()).isLessThan(before / 4);
  }

  @Test
  void beforeTheFirstCellThereIsNothing() {
    DependenceStream stream = DependenceStream.empty(NEVER_FORGETS);
    assertThat(stream.hsic()).isZero();
    assertThat(stream.floor()).isZero();
  }

  @Test
  void refusesStatesAndStreamsOfAnotherKind() {
    assertThatThrownBy(() -> DependenceStream.restore(NEVER_FORGETS, new double[7]))
        .hasMessage("Invalid state: 7 numbers; expected 66050");
    DependenceStream other = DependenceStream.empty(new DependenceStream.Settings(3, 2, 1e15, 2));
    assertThatThrownBy(() -> DependenceStream.empty(NEVER_FORGETS).mergedWith(other))
        .hasMessageStartingWith("Invalid stream to merge: Settings[backgroundLatent=3");
  }
}
