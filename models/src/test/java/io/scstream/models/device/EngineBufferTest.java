package io.scstream.models.device;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class EngineBufferTest {

  @Test
  void whatIsWrittenIsInTheArray() {
    try (NDManager manager = EngineThreads.engine().newBaseManager()) {
      EngineBuffer floats = EngineBuffer.ofFloats(manager, 3);
      floats.floats().put(new float[] {1.5f, -2, 1e30f});
      assertThat(floats.array().toFloatArray()).containsExactly(1.5f, -2, 1e30f);
      EngineBuffer ints = EngineBuffer.ofInts(manager, 2);
      ints.ints().put(7).put(-1);
      assertThat(ints.array().toIntArray()).containsExactly(7, -1);
      EngineBuffer flags = EngineBuffer.ofFlags(manager, new Shape(2, 2));
      flags.bytes().put(new byte[] {1, 0, 0, 1});
      assertThat(flags.array().toBooleanArray()).containsExactly(true, false, false, true);
    }
  }

  @Test
  void nothingIsAnArrayToo() {
    try (NDManager manager = EngineThreads.engine().newBaseManager()) {
      assertThat(EngineBuffer.ofFloats(manager, 0).array().getShape()).isEqualTo(new Shape(0));
      assertThat(EngineBuffer.floatsOf(EngineBuffer.ofFloats(manager, 0).array()).hasRemaining())
          .isFalse();
    }
  }

  @Test
  void readsAnArrayWhereItLies() {
    try (NDManager manager = EngineThreads.engine().newBaseManager()) {
      FloatBuffer values = EngineBuffer.floatsOf(manager.create(new float[] {3, 4}).add(1));
      assertThat(values.get(0)).isEqualTo(4);
      assertThat(values.get(1)).isEqualTo(5);
      assertThat(values.limit()).isEqualTo(2);
    }
  }
}
