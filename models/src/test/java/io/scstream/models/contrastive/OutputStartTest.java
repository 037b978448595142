package io.scstream.models.contrastive;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.DecoderLayers;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutputStartTest {
  private static final int GENES = 2000;
  private static final List<Cell> CELLS =
      List.of(
          Cell.of("a", Role.BACKGROUND, GENES, new int[] {0, 1}, new int[] {300, 100}),
          Cell.of("b", Role.TARGET, GENES, new int[] {2}, new int[] {500}));

  private static Map<String, float[]> values(DecoderLayers decoder, long seed) {
    ContrastiveVaeSpec spec =
        new ContrastiveVaeSpec(
            new ContrastiveVaeSpec.Sizes(GENES, 8, 1, 2, 2),
            0.1,
            Normalization.BATCH,
            decoder,
            Noise.ZERO_INFLATED_NEGATIVE_BINOMIAL);
    return new ContrastiveVae(spec).initialValues(seed, CELLS);
  }

  private static float[] value(Map<String, float[]> values, String name) {
    return requireNonNull(values.get(name));
  }

  @Test
  void expressionIsThatOfBackgroundCells() {
    Map<String, float[]> values = values(DecoderLayers.identifiable(), 1);
    float[] bias = value(values, "decoder.output.bias");
    // 300 of 400 counts, and half a count for each of 2,000 genes.
    assertThat(Math.exp(bias[0] - bias[1])).isCloseTo(300.5 / 100.5, within(1e-5));
    assertThat(bias[2]).isEqualTo(bias[GENES - 1]);
    assertThat(IntStream.range(0, GENES).mapToDouble(i -> value(values, "dispersion")[i]))
        .containsOnly(1.0);
  }

  @Test
  void randomStartsFromEqualGenesAndDispersionsOfTheirOwn() {
    Map<String, float[]> values = values(DecoderLayers.scvi(), 1);
    assertThat(value(values, "decoder.output.bias")).containsOnly(0);
    float[] dispersions = value(values, "dispersion");
    double mean = IntStream.range(0, GENES).mapToDouble(i -> dispersions[i]).sum() / GENES;
    double square =
        IntStream.range(0, GENES).mapToDouble(i -> dispersions[i] * dispersions[i]).sum() / GENES;
    // Five standard errors.
    assertThat(mean).isCloseTo(0, within(5 / Math.sqrt(GENES)));
    assertThat(square).isCloseTo(1, within(5 * Math.sqrt(2.0 / GENES)));
    assertThat(value(values(DecoderLayers.scvi(), 1), "dispersion")).isEqualTo(dispersions);
    assertThat(value(values(DecoderLayers.scvi(), 2), "dispersion")).isNotEqualTo(dispersions);
  }
}
