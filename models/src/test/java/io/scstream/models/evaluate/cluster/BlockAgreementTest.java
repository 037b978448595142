package io.scstream.models.evaluate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.evaluate.Draws;
import io.scstream.models.evaluate.Labels;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockAgreementTest {
  private final Labels shown = Labels.of(Draws.turns(600, 3));
  private final int[] hidden = new int[600];

  BlockAgreementTest() {
    for (int cell = 0; cell < 600; cell++) {
      hidden[cell] = cell / 3 % 4;
    }
  }

  @Test
  void clustersTellTheLabelsThatCodesShowAndNoOthers() {
    float[][] codes = Draws.grouped("codes", 600, 3, 8);
    for (float[] code : codes) {
      code[0] *= 1000; // Scales of columns do not matter.
    }
    BlockAgreement agreement = BlockAgreement.of(codes, 1);
    assertThat(agreement.kMeans(shown)).isEqualTo(new ClusterAgreement(1, 1));
    assertThat(agreement.kMeans(Labels.of(hidden)).normalizedInformation()).isLessThan(0.05);
    List<ClusterAgreement> leiden = agreement.leiden(List.of(shown, Labels.of(hidden)));
    assertThat(leiden.get(0).normalizedInformation()).isGreaterThan(0.5);
    assertThat(leiden.get(1).normalizedInformation()).isLessThan(0.1);
  }

  @Test
  void manyCellsAreDrawnFrom() {
    float[][] codes = Draws.grouped("codes", 12_000, 3, 8);
    assertThat(BlockAgreement.of(codes, 1).kMeans(Labels.of(Draws.turns(12_000, 3))))
        .isEqualTo(new ClusterAgreement(1, 1));
  }
}
