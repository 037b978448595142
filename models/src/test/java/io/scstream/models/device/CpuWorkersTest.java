package io.scstream.models.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuWorkersTest {

  @ParameterizedTest
  @CsvSource({"0, 3, 1", "1, 3, 1", "2, 3, 2", "3, 3, 3", "100, 3, 3", "7, 1, 1"})
  void everyRowIsInOnePartAndPartsComeInOrder(int rows, int threads, int parts) {
    List<List<Integer>> found =
        CpuWorkers.share(rows, threads, (from, to) -> IntStream.range(from, to).boxed().toList());
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

  @Test
  void returnsWhenAllPartsAreDoneEvenIfItsOwnFailsOrItIsInterrupted() {
    AtomicInteger done = new AtomicInteger();
    CountDownLatch hasFailed = new CountDownLatch(1);
    CpuWorkers.Rows<Integer> work =
        (from, to) -> {
          if (from == 0) {
            Thread.currentThread().interrupt();
            hasFailed.countDown();
            throw new IllegalArgumentException("row 0");
          }
          await(hasFailed);
          return done.incrementAndGet();
        };
    assertThatThrownBy(() -> CpuWorkers.share(10, 2, work)).hasMessage("row 0");
    assertThat(done).hasValue(1);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
