package io.scstream.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DomainLeakageTest {

  @Test
  void equalLawsCannotBeTold() {
    DomainLeakage leakage = DomainLeakage.of(Draws.normal("b", 800, 3), Draws.normal("t", 1600, 3));
    assertThat(leakage.auc()).isCloseTo(0.5, within(0.05));
    assertThat(leakage.mmdSquared()).isLessThan(0.003);
    // Fifty draws at equal odds have an entropy of 1 − 1/(2 · 50 · log 2) or so.
    assertThat(leakage.mixing()).isBetween(0.95, 1.0);
  }

  @Test
  void lawsThatDoNotOverlapAreTold() {
    DomainLeakage leakage =
        DomainLeakage.of(Draws.normal("b", 300, 3), Draws.shifted(Draws.normal("t", 300, 3), 20));
    assertThat(leakage.auc()).isEqualTo(1);
    assertThat(leakage.mmdSquared()).isGreaterThan(0.5);
    assertThat(leakage.mixing()).isZero();
  }

  @Test
  void theAreaIsThatOfShiftedNormals() {
    // Apart by 1 in each of two coordinates: Φ(√2/√2).
    DomainLeakage leakage =
        DomainLeakage.of(Draws.normal("b", 3000, 2), Draws.shifted(Draws.normal("t", 3000, 2), 1));
    assertThat(leakage.auc()).isCloseTo(0.8413, within(0.02));
  }

  @Test
  void theAreaOnOtherCellsIsThatOfShiftedNormals() {
    double auc =
        DomainLeakage.auc(
            Draws.normal("b", 500, 2),
            Draws.shifted(Draws.normal("t", 2000, 2), 1),
            Draws.normal("tested b", 4000, 2),
            Draws.shifted(Draws.normal("tested t", 1000, 2), 1));
    assertThat(auc).isCloseTo(0.8413, within(0.02));
  }

  @Test
  void refusesBlocksThatAreTooSmallOrDoNotMatch() {
    assertThatThrownBy(() -> DomainLeakage.of(new float[20][2], new float[30][2]))
        .hasMessage(
            "Invalid blocks: 20 and 30 rows; expected 2 or more each and above 50 together");
    assertThatThrownBy(() -> DomainLeakage.of(new float[40][2], new float[30][3]))
        .hasMessage("Invalid codes: 2 and 3 columns; expected the same number");
  }
}
