package io.scstream.models.evaluate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.evaluate.Draws;
import io.scstream.models.evaluate.Labels;
import org.junit.jupiter.api.Test;

class LabelSeparationTest {

  private final Labels labels = Labels.of(Draws.turns(400, 4));
  private final LabelSeparation apart =
      LabelSeparation.of(Draws.grouped("apart", 400, 4, 10), labels, 1);
  private final LabelSeparation mixed =
      LabelSeparation.of(Draws.normal("mixed", 400, 4), labels, 1);

  @Test
  void separatesWhatIsApart() {
    assertThat(apart.agreement().adjustedRand()).isEqualTo(1);
    assertThat(apart.silhouette()).isGreaterThan(0.6);
    assertThat(mixed.agreement().adjustedRand()).isCloseTo(0, within(0.02));
    assertThat(mixed.silhouette()).isCloseTo(0, within(0.03));
  }

  @Test
  void leakageIsARatioOfInformation() {
    assertThat(LabelSeparation.leakageRatio(apart, apart)).isEqualTo(1);
    assertThat(LabelSeparation.leakageRatio(mixed, apart)).isLessThan(0.05);
    LabelSeparation silent = new LabelSeparation(0, new ClusterAgreement(0, 0));
    assertThat(LabelSeparation.leakageRatio(apart, silent)).isCloseTo(100, within(1e-10));
  }
}
