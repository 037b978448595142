package io.scstream.models.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuWorkersTest {

  @ParameterizedTest
  @CsvSource({"0, 3, 1", "31, 3, 1", "32, 3, 2", "50, 3, 3", "100, 3, 3", "70, 1, 1"})
  void everyRowIsInOnePartAndPartsComeInOrder(int rows, int threads, int parts) {
    assertThat(CpuWorkers.parts(rows, threads)).isEqualTo(parts);
    List<List<Integer>> found =
        CpuWorkers.share(rows, parts, (from, to) -> IntStream.range(from, to).boxed().toList());
    assertThat(found).hasSize(parts);
    assertThat(found.stream().flatMap(List::stream))
        .containsExactlyElementsOf(IntStream.range(0, rows).boxed().toList());
  }

  @Test
  void whatGoesWrongElsewhereGoesWrongHere() {
    CpuWorkers.Rows<Integer> work =
        (from, to) -> {
          if (from > 0) {
            throw new IllegalArgumentException("row " + from);
          }
          return to;
        };
    assertThatThrownBy(() -> CpuWorkers.share(10, 2, work))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 5");
  }
}
