package io.scstream.models.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReadoutTest {
  private static final String[] NAMES = {"a", "b", "c"};

  private static String[] turns(int count) {
    String[] labels = new String[count];
    Arrays.setAll(labels, row -> NAMES[row % 3]);
    return labels;
  }

  /** Salient codes that are apart by row, background codes that know nothing of it. */
  private static Readout.Labelled cells(String name, String... labels) {
    float[][] background = new float[labels.length][2];
    float[][] salient = new float[labels.length][3];
    for (int row = 0; row < labels.length; row++) {
      CounterRandom.of(1, row, name + "/z").fillGaussian(background[row]);
      CounterRandom.of(1, row, name + "/s").fillGaussian(salient[row]);
      salient[row][row % 3] += 15;
    }
    return new Readout.Labelled(background, salient, labels);
  }

  @Test
  void tellsWhichCodeKnowsTheLabel() {
    Readout readout =
        Readout.of(cells("fit", turns(3000)), cells("test", turns(900)), 0).orElseThrow();
    assertThat(readout.labels()).isEqualTo(3);
    assertThat(readout.cells()).isEqualTo(900);
    assertThat(readout.salient().probe().balancedAccuracy()).isEqualTo(1);
    assertThat(readout.salient().separation().agreement().adjustedRand()).isEqualTo(1);
    assertThat(readout.background().probe().balancedAccuracy()).isCloseTo(1 / 3.0, within(0.05));
    assertThat(readout.leakageRatio()).isLessThan(0.02);
  }

  @Test
  void leavesOutRareLabelsAndCellsWithoutOne() {
    String[] mixed = turns(90);
    mixed[0] = "rare";
    mixed[3] = "";
    Readout readout = Readout.of(cells("fit", turns(90)), cells("test", mixed), 0).orElseThrow();
    assertThat(readout.labels()).isEqualTo(3);
    assertThat(readout.cells()).isEqualTo(88);
    String[] few = turns(90);
    Arrays.fill(few, 6, 90, "");
    assertThat(Readout.of(cells("fit", turns(90)), cells("test", few), 0)).isEmpty();
  }

  @Test
  void needsLabelsThatWereFitted() {
    String[] others = new String[90];
    Arrays.setAll(others, row -> row % 2 == 0 ? "d" : "e");
    assertThat(Readout.of(cells("fit", turns(90)), cells("test", others), 0)).isEmpty();
  }
}
