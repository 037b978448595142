package io.scstream.models.nn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.device.EngineThreads;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogCountsTest {

  @Test
  void countsAreReadOnALogScaleAndRealValuesAsTheyAre() {
    Cell counts = Cell.of("c", Role.TARGET, 9, new int[] {0, 2}, new int[] {1, 8});
    Cell values = Cell.ofValues("v", Role.TARGET, 1, new int[] {0, 2}, new float[] {-4, 8});
    try (NDManager manager = EngineThreads.engine().newBaseManager()) {
      assertThat(LogCounts.of(Minibatch.of(3, List.of(counts)), manager).toFloatArray())
          .containsExactly((float) Math.log(2), 0, (float) Math.log(9));
      assertThat(LogCounts.of(Minibatch.of(3, List.of(values)), manager).toFloatArray())
          .containsExactly(-4, 0, 8);
    }
  }
}
