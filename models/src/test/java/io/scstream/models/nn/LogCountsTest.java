package io.scstream.models.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.kernel.Kernels;
import io.scstream.models.kernel.Sparse;
import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogCountsTest {

  @Test
  void countsAreReadOnALogScaleAndRealValuesAsTheyAre() {
    Cell counts = Cell.of("c", Role.TARGET, 9, new int[] {0, 2}, new int[] {1, 8});
    Cell values = Cell.ofValues("v", Role.TARGET, 1, new int[] {0, 2}, new float[] {-4, 8});
    try (NDManager manager = EngineThreads.engine().newBaseManager()) {
      assertThat(LogCounts.of(Minibatch.of(3, List.of(counts)), manager).dense().toFloatArray())
          .containsExactly((float) Math.log(2), 0, (float) Math.log(9));
      assertThat(LogCounts.of(Minibatch.of(3, List.of(values)), manager).dense().toFloatArray())
          .containsExactly(-4, 0, 8);
    }
  }

  /** Cells without counts first, in the middle and last; a gene that no cell has. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void productsAreThoseOfTheDenseMatrix(long seed) {
    CounterRandom random = CounterRandom.of(seed, 0, "cells");
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row < 9; row++) {
      int[] genes = IntStream.range(0, 11).filter(it -> random.nextDouble() < 0.4).toArray();
      int[] counts = Arrays.stream(genes).map(it -> 1 + random.nextInt(2000)).toArray();
      cells.add(
          row % 4 == 0
              ? Cell.of("c" + row, Role.TARGET, 9, new int[0], new int[0])
              : Cell.of("c" + row, Role.TARGET, 9, genes, counts));
    }
    try (NDManager manager = EngineThreads.engine().newBaseManager()) {
      LogCounts all = LogCounts.of(Minibatch.of(12, cells), manager);
      NDArray weight = normal(random, manager, 12, 3);
      for (LogCounts some : List.of(all, all.rows(2, 9), all.rows(4, 5), all.rows(9, 9))) {
        NDArray dense = some.dense(); // [n, G]
        assertClose(product(some.byRow(), weight, manager), dense.matMul(weight));
        NDArray byProduct = normal(random, manager, some.cells(), 3);
        assertClose(
            product(some.byGene(), byProduct, manager), dense.transpose().matMul(byProduct));
      }
    }
  }

  /** So many genes that a cell's row is cut into blocks, of which some have nothing. */
  @Test
  void manyGenesAreMultipliedBlockByBlock() {
    int genes = 6000;
    CounterRandom random = CounterRandom.of(4, 0, "cells");
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row < 5; row++) {
      int from = row == 3 ? 4900 : 0;
      int[] some = IntStream.range(from, genes).filter(it -> random.nextDouble() < 0.01).toArray();
      int[] counts = Arrays.stream(some).map(it -> 1 + random.nextInt(5)).toArray();
      cells.add(Cell.of("c" + row, Role.TARGET, 9, some, counts));
    }
    cells.add(Cell.of("none", Role.TARGET, 9, new int[0], new int[0]));
    try (NDManager manager = EngineThreads.engine().newBaseManager()) {
      LogCounts all = LogCounts.of(Minibatch.of(genes, cells), manager);
      NDArray weight = normal(random, manager, genes, 3);
      for (LogCounts rows : List.of(all, all.rows(3, 6))) {
        assertThat(rows.byRow().starts().size()).isGreaterThan(rows.cells());
        assertClose(product(rows.byRow(), weight, manager), rows.dense().matMul(weight));
      }
    }
  }

  private static NDArray product(Sparse sparse, NDArray dense, NDManager manager) {
    return Kernels.get().sparseProduct(sparse, dense, manager);
  }

  private static NDArray normal(CounterRandom random, NDManager manager, int rows, int columns) {
    float[] values = new float[rows * columns];
    random.fillGaussian(values);
    return manager.create(values, new Shape(rows, columns));
  }

  private static void assertClose(NDArray actual, NDArray expected) {
    assertThat(actual.getShape()).isEqualTo(expected.getShape());
    assertThat(actual.toFloatArray()).containsExactly(expected.toFloatArray(), within(1e-4f));
  }
}
