package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DecodedLeakageTest {

  private final double[] background = {-5, -6, -7};
  private final double[] full = {-4, -6, -9};

  @Test
  void tellsWhichWayTheEffectGoes() {
    assertThat(DecodedLeakage.share(full, background, background)).isZero();
    assertThat(DecodedLeakage.share(full, full, background)).isEqualTo(1);
    double[] half = {-4.5, -6, -8};
    assertThat(DecodedLeakage.share(full, half, background)).isCloseTo(0.25, within(1e-15));
  }

  @Test
  void tellsHowLargeTheEffectIs() {
    double[] half = {-4.5, -6, -8};
    assertThat(DecodedLeakage.effects(full, half, background, 3))
        .isEqualTo(new DecodedLeakage.Effects(1.25, 5));
    assertThat(DecodedLeakage.effects(full, half, background, 1))
        .isEqualTo(new DecodedLeakage.Effects(1, 4));
  }

  @Test
  void oppositePathsExceedOne() {
    double[] overshooting = {-3, -6, -11};
    assertThat(DecodedLeakage.share(full, overshooting, background)).isEqualTo(4);
  }

  @Test
  void noEffectIsNoLeakage() {
    assertThat(DecodedLeakage.share(background, background, background)).isZero();
    assertThat(DecodedLeakage.share(background, full, background)).isInfinite();
  }

  @Test
  void onlyTheTwoHundredMostAffectedGenesCount() {
    double[] none = new double[300];
    double[] effect = new double[300];
    double[] leak = new double[300];
    for (int gene = 0; gene < 300; gene++) {
      // The hundred genes without effect are in between.
      boolean isAffected = gene % 3 != 1;
      effect[gene] = isAffected ? (gene % 2 == 0 ? 2 : -2) : 0;
      leak[gene] = isAffected ? 1 : 50;
    }
    assertThat(DecodedLeakage.share(effect, leak, none)).isEqualTo(0.25);
  }

  @Test
  void refusesOtherGenes() {
    assertThatThrownBy(() -> DecodedLeakage.share(full, new double[2], background))
        .hasMessage("Invalid means: of 3, 2 and 3 genes; expected the same number, 1 or more");
  }
}
