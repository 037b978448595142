package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DecodedLeakageTest {
  private static final int CELLS = 4000;

  /** A model whose codes and genes are made up: shared x, salient y. */
  @FunctionalInterface
  private interface Codes {
    float[] of(float x, float y);
  }

  private static DecodedLeakage of(Codes codes, float shift, int from, int to) {
    CounterRandom random = CounterRandom.of(1, 0, "decoded");
    DecodedLeakage leakage = DecodedLeakage.empty(2, 3);
    for (int i = 0; i < to; i++) {
      boolean isTarget = i % 2 == 1;
      float x = (float) random.nextGaussian();
      float y = (float) random.nextGaussian();
      float salient = isTarget ? y + shift : 0;
      // Ahead of the cell stands another one, which is not to be read.
      float[] decoded = {9, 9, 9, x - 5, x + 2 * salient - 6, -7};
      if (i >= from) {
        Role role = isTarget ? Role.TARGET : Role.BACKGROUND;
        leakage.add(role, new float[][] {codes.of(x, salient)}, decoded, 1);
      }
    }
    return leakage;
  }

  private static double share(Codes codes, float shift) {
    return of(codes, shift, 0, CELLS).effects().share();
  }

  @Test
  void codesThatKnowNothingOrAllOfIt() {
    assertThat(share((x, y) -> new float[] {x, 0}, 0)).isCloseTo(0, within(0.03));
    assertThat(share((x, y) -> new float[] {x, y}, 0)).isCloseTo(1, within(0.03));
    assertThat(share((x, y) -> new float[] {x - y, x + y}, 0)).isCloseTo(1, within(0.03));
  }

  /** A line through the signs of a normal variable leaves 1 − 2/π of it. */
  @Test
  void codesThatKnowSigns() {
    assertThat(share((x, y) -> new float[] {x, Math.signum(y)}, 0))
        .isCloseTo(2 / Math.PI, within(0.03));
  }

  /** Shared variation that bends is left over in both roles alike, and does not count. */
  @Test
  void curvatureOfSharedVariationIsNoLeakage() {
    assertThat(share((x, y) -> new float[] {x * x * x, 0}, 0)).isCloseTo(0, within(0.05));
    assertThat(share((x, y) -> new float[] {x * x * x, y}, 0)).isCloseTo(1, within(0.05));
  }

  @Test
  void aDistanceOfTheTargetsCountsAsTheirSpreadDoes() {
    DecodedLeakage.Effects none = of((x, y) -> new float[] {x, 0}, 10, 0, CELLS).effects();
    assertThat(none.share()).isCloseTo(0, within(0.01));
    // Half the cells lie 2 * 10 away in one gene: a quarter of the square, and half the spread.
    assertThat(none.full()).isCloseTo(100 + 2, within(3.0));
    assertThat(share((x, y) -> new float[] {x, y > 0 ? 1 : 0}, 10)).isGreaterThan(0.95);
  }

  @Test
  void withoutAnEffectThereIsNoShare() {
    DecodedLeakage leakage = DecodedLeakage.empty(1, 1);
    for (int i = 0; i < 40; i++) {
      Role role = i % 2 == 0 ? Role.TARGET : Role.BACKGROUND;
      leakage.add(role, new float[][] {{i}}, new float[] {1}, 0);
    }
    assertThat(leakage.effects().full()).isZero();
    assertThat(leakage.effects().share()).isNaN();
  }

  @Test
  void aCollapsedDimensionChangesNothing() {
    double with = share((x, y) -> new float[] {x, 0}, 0);
    double nearly = share((x, y) -> new float[] {x, 1e-7f * y}, 0);
    assertThat(nearly).isCloseTo(with, within(1e-3));
  }

  @Test
  void partsMergeAndStatesGoOn() {
    Codes codes = (x, y) -> new float[] {x, x + y};
    DecodedLeakage whole = of(codes, 1, 0, 600);
    DecodedLeakage first = of(codes, 1, 0, 200);
    DecodedLeakage second = of(codes, 1, 200, 600);
    assertThat(second.mergedWith(first).effects().share())
        .isCloseTo(whole.effects().share(), within(1e-9));
    DecodedLeakage restored = DecodedLeakage.restore(2, 3, first.state());
    assertThat(restored.state()).isEqualTo(first.state());
    assertThat(restored.effects()).isEqualTo(first.effects());
  }

  @Test
  void saysNothingOfFewCells() {
    DecodedLeakage few = of((x, y) -> new float[] {x, y}, 0, 0, 26);
    assertThat(few.isKnown()).isFalse();
    assertThatThrownBy(few::effects)
        .hasMessage(
            "Too few cells for decoded leakage: 26 with 13 of background; expected 14 of each role");
    assertThat(of((x, y) -> new float[] {x, y}, 0, 0, 28).isKnown()).isTrue();
  }

  /** More than are worked on at a time. */
  @Test
  void manyCellsAtOnceAreTheSameCells() {
    CounterRandom random = CounterRandom.of(2, 0, "decoded");
    float[][] codes = new float[150][2];
    float[] decoded = new float[450];
    random.fillGaussian(decoded);
    for (float[] code : codes) {
      random.fillGaussian(code);
    }
    DecodedLeakage atOnce = DecodedLeakage.empty(2, 3);
    atOnce.add(Role.BACKGROUND, codes, decoded, 0);
    DecodedLeakage oneByOne = DecodedLeakage.empty(2, 3);
    for (int row = 0; row < codes.length; row++) {
      oneByOne.add(Role.BACKGROUND, new float[][] {codes[row]}, decoded, row);
    }
    assertThat(atOnce.state()).containsExactly(oneByOne.state(), Offset.offset(1e-9));
  }

  @Test
  void refusesOtherSizes() {
    DecodedLeakage leakage = DecodedLeakage.empty(2, 3);
    assertThatThrownBy(() -> leakage.add(Role.TARGET, new float[1][2], new float[3], 1))
        .hasMessage("Invalid decoded expression of 2 rows: 3 values; expected 3 of each");
    assertThatThrownBy(() -> leakage.add(Role.TARGET, new float[1][1], new float[3], 0))
        .hasMessage("Invalid code: 1 coordinates; expected 2");
    assertThatThrownBy(() -> DecodedLeakage.restore(2, 4, leakage.state()))
        .hasMessage(
            "Invalid state: %d numbers; expected %d"
                .formatted(leakage.state().length, leakage.state().length + 6));
    assertThat(Arrays.stream(leakage.state()).sum()).isZero();
  }
}
