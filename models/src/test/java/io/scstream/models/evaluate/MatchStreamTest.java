package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.data.Role;
import org.junit.jupiter.api.Test;

class MatchStreamTest {

  private static final MatchStream.Settings NEVER_FORGETS = new MatchStream.Settings(2, 1e15, 1);

  private static MatchStream stream(float[][] background, float[][] target) {
    MatchStream stream = MatchStream.empty(NEVER_FORGETS);
    for (float[] code : background) {
      stream.add(Role.BACKGROUND, code);
    }
    for (float[] code : target) {
      stream.add(Role.TARGET, code);
    }
    return stream;
  }

  private final float[][] background = Draws.normal("b", 900, 2);
  private final float[][] same = Draws.normal("t", 600, 2);
  private final float[][] moved = Draws.shifted(same, 0.7);

  @Test
  void isTheDiscrepancyOfAllPairs() {
    double exact = Mmd.sum(background, moved, Kernels.gamma(2));
    assertThat(stream(background, moved).mmdSquared()).isCloseTo(exact, within(0.15 * exact));
  }

  @Test
  void equalLawsComeDownToTheFloor() {
    MatchStream stream = stream(background, same);
    assertThat(stream.mmdSquared()).isBetween(0.2 * stream.floor(), 3 * stream.floor());
    assertThat(stream(background, moved).mmdSquared()).isGreaterThan(20 * stream.floor());
  }

  @Test
  void partsMergeToTheWholeInAnyOrder() {
    MatchStream first = stream(background, new float[0][]);
    MatchStream second = stream(new float[0][], moved);
    MatchStream third = stream(same, same);
    double[] whole = stream(Draws.stacked(background, same), Draws.stacked(moved, same)).state();
    MatchStream merged = first.mergedWith(second).mergedWith(third);
    assertThat(Draws.distance(merged.state(), whole)).isLessThan(1e-7);
    MatchStream otherwise = third.mergedWith(second.mergedWith(first));
    assertThat(Draws.distance(otherwise.state(), merged.state())).isLessThan(1e-12);
  }

  @Test
  void goesOnFromItsState() {
    MatchStream.Settings settings = new MatchStream.Settings(2, 20, 1);
    MatchStream stream = MatchStream.empty(settings);
    for (int row = 0; row < 30; row++) {
      stream.add(row % 3 == 0 ? Role.BACKGROUND : Role.TARGET, moved[row]);
    }
    MatchStream restored = MatchStream.restore(settings, stream.state());
    stream.add(Role.TARGET, same[0]);
    restored.add(Role.TARGET, same[0]);
    assertThat(restored.state()).isEqualTo(stream.state());
    assertThat(restored.mmdSquared()).isEqualTo(stream.mmdSquared()).isPositive();
  }

  @Test
  void oneDataSetAloneSaysNothing() {
    MatchStream stream = stream(background, new float[0][]);
    assertThat(stream.mmdSquared()).isZero();
    assertThat(stream.floor()).isZero();
    assertThat(stream.effectiveCells(Role.BACKGROUND)).isCloseTo(900, within(1e-6));
    assertThat(stream.effectiveCells(Role.TARGET)).isZero();
  }

  @Test
  void refusesStatesAndStreamsOfAnotherKind() {
    assertThatThrownBy(() -> MatchStream.restore(NEVER_FORGETS, new double[7]))
        .hasMessage("Invalid state: 7 numbers; expected 516");
    double[] negative = MatchStream.empty(NEVER_FORGETS).state();
    negative[0] = -1;
    assertThatThrownBy(() -> MatchStream.restore(NEVER_FORGETS, negative))
        .hasMessage("Invalid weights: -1.0 and 0.0; expected numbers of 0 or more");
    MatchStream other = MatchStream.empty(new MatchStream.Settings(2, 5, 1));
    assertThatThrownBy(() -> MatchStream.empty(NEVER_FORGETS).mergedWith(other))
        .hasMessageStartingWith("Invalid stream to merge: Settings[latent=2, halfLife=5.0");
  }
}
