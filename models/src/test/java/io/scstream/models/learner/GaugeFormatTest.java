package io.scstream.models.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.data.Minibatch;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.gauge.Rotation;
import io.scstream.models.gauge.Turns;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.TrainingOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GaugeFormatTest {
  private static final Gauge GAUGE = new Gauge(1500, Turns.random(1, 3), Turns.random(2, 2));

  @Test
  void comesBackFromItsBytes() {
    Gauge read = GaugeFormat.read(GaugeFormat.write(GAUGE));
    assertThat(read).isEqualTo(GAUGE);
    assertThat(GaugeFormat.write(read)).isEqualTo(GaugeFormat.write(GAUGE));
  }

  @Test
  void refusesWhatIsNoGauge() {
    byte[] written = GaugeFormat.write(GAUGE);
    assertThatThrownBy(() -> GaugeFormat.read(replaced(written, "gauge-1", "other-9")))
        .hasMessage("Invalid format of gauge: scstream-other-9; expected scstream-gauge-1");
    assertThatThrownBy(() -> GaugeFormat.read(replaced(written, "\"1500\"", "\"15x0\"")))
        .hasMessage("Invalid number of gauge: 15x0; expected a whole number");
    assertThatThrownBy(() -> GaugeFormat.read(replaced(written, "salient_r", "salient_q")))
        .hasMessage("Invalid gauge: no tensor salient_rotation; expected it in the header");
    assertThatThrownBy(() -> GaugeFormat.read(replaced(written, "[2,2]", "[4,1]")))
        .hasMessageStartingWith("Invalid shape of salient_rotation in gauge: [4, 1]");
    byte[] stretched = written.clone();
    stretched[stretched.length - 1] ^= 1; // The exponent of the last number.
    assertThatThrownBy(() -> GaugeFormat.read(stretched))
        .hasMessageStartingWith("Invalid rotation");
    Safetensors empty = new Safetensors(new TreeMap<>(), List.of());
    assertThatThrownBy(() -> GaugeFormat.read(empty.write()))
        .hasMessage("Invalid format of gauge: none; expected scstream-gauge-1");
  }

  private static byte[] replaced(byte[] bytes, String what, String by) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertThat(text).contains(what);
    return text.replace(what, by).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void codesOfAModelAreTurnedByTheirGauge() {
    ContrastiveVaeSpec spec =
        new ContrastiveVaeSpec(
            new ContrastiveVaeSpec.Sizes(ToyStream.GENES, 8, 1, 3, 2),
            0.1,
            Normalization.LAYER,
            Noise.NEGATIVE_BINOMIAL);
    Minibatch minibatch = ToyStream.minibatch(3, 2, 2);
    try (OnlineLearner learner =
        new DjlLearnerFactory(TrainingOptions.defaults(), "cpu").create(spec, List.of())) {
      Embeddings raw = learner.embed(minibatch);
      Embeddings asTheyAre = raw.in(Gauge.first(1, spec));
      Embeddings turned = raw.in(GAUGE);
      assertThat(turned.cells()).isEqualTo(4);
      for (int row = 0; row < 4; row++) {
        assertThat(asTheyAre.backgroundMean(row)).isEqualTo(raw.backgroundMean(row));
        assertThat(asTheyAre.salientLogVariance(row)).isEqualTo(raw.salientLogVariance(row));
        assertThat(turned.backgroundMean(row))
            .isEqualTo(GAUGE.background().apply(raw.backgroundMean(row)));
        assertThat(turned.salientMean(row)).isEqualTo(GAUGE.salient().apply(raw.salientMean(row)));
        // The trace of a turned matrix is that of the matrix.
        assertThat(trace(turned.backgroundLogVariance(row)))
            .isCloseTo(trace(raw.backgroundLogVariance(row)), within(1e-5));
        assertThat(trace(turned.salientLogVariance(row)))
            .isCloseTo(trace(raw.salientLogVariance(row)), within(1e-5));
      }
      assertThatThrownBy(() -> raw.in(new Gauge(1, Rotation.identity(2), Rotation.identity(2))))
          .hasMessage("Invalid code: 3 coordinates; expected 2");
    }
  }

  private static double trace(float[] logVariances) {
    double sum = 0;
    for (float value : logVariances) {
      sum += Math.exp(value);
    }
    return sum;
  }
}
