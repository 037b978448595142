package io.scstream.benchmarks;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From cells to the arrays of a step. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class MinibatchBenchmark {
  @Param({"500", "2000"})
  private int genes;

  @Param("256")
  private int batch;

  private List<Cell> cells = List.of();

  /** Simulates the cells. */
  @Setup
  public void simulate() {
    cells = SparseCells.of(genes, batch);
  }

  /** Checks and orders the cells. */
  @Benchmark
  public Minibatch assemble() {
    return Minibatch.of(genes, cells);
  }

  /** And copies their entries. */
  @Benchmark
  public int[] assembleAndCopyEntries() {
    Minibatch minibatch = Minibatch.of(genes, cells);
    int[] indices = minibatch.geneIndices();
    indices[0] += minibatch.counts()[0]; // both copies are used
    return indices;
  }
}
