package io.scstream.models.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.random.CounterRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
  private static final Shape SHAPE = new Shape(1009, 131);

  /** Bytes are compared eight at a time; one at a time they decide the same. */
  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.1, 0.25, 0.5, 0.73, 0.999})
  void bytesBelowTheRateAreDropped(double rate) {
    boolean[] kept = mask(rate);
    long[] bits = new long[(kept.length + 7) / 8];
    CounterRandom.of(3, 1, "layer").fill(bits);
    int border = (int) (rate * 256);
    int atBorder = 0;
    for (int i = 0; i < kept.length; i++) {
      int drawn = (int) (bits[i / 8] >>> (8 * (i % 8))) & 0xff;
      if (drawn == border) {
        atBorder++;
      } else {
        assertThat(kept[i]).as("unit %d, byte %d", i, drawn).isEqualTo(drawn > border);
      }
    }
    assertThat(atBorder).isPositive();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.1, 0.25, 0.5, 0.73, 0.999})
  void dropsAsManyAsTheRateSays(double rate) {
    boolean[] kept = mask(rate);
    int dropped = 0;
    for (boolean unit : kept) {
      dropped += unit ? 0 : 1;
    }
    double spread = Math.sqrt(rate * (1 - rate) / kept.length);
    assertThat(dropped / (double) kept.length).isCloseTo(rate, within(4 * spread));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.1, 0.25, 0.5, 0.73, 0.999})
  void whatIsKeptMakesUpForTheRest(double rate) {
    assertThat(factors(rate)).containsOnly(0, (float) (1 / (1 - rate)));
  }

  private static boolean[] mask(double rate) {
    float[] factors = factors(rate);
    boolean[] kept = new boolean[factors.length];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = factors[i] != 0;
    }
    return kept;
  }

  private static float[] factors(double rate) {
    try (NDManager manager = EngineThreads.engine().newBaseManager()) {
      return dropout(rate).mask("layer", SHAPE, manager).toFloatArray();
    }
  }

  private static Dropout dropout(double rate) {
    return Dropout.of(rate, layer -> CounterRandom.of(3, 1, layer));
  }
}
