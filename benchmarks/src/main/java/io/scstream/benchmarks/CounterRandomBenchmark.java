package io.scstream.benchmarks;

import io.scstream.models.random.CounterRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Draws as a step takes them. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class CounterRandomBenchmark {
  private static final int NOISE = 512 * 10;

  private final CounterRandom random = CounterRandom.of(1, 1, "benchmark");
  private final float[] noise = new float[NOISE];

  /** One number of 64 bits. */
  @Benchmark
  public long nextLong() {
    return random.nextLong();
  }

  /** The noise of ten-dimensional codes of 512 cells. */
  @Benchmark
  public float[] gaussianNoiseOfAStep() {
    random.fillGaussian(noise);
    return noise;
  }

  /** The order of 512 cells. */
  @Benchmark
  public int[] permutation() {
    return random.permutation(512);
  }

  /** A stream for one purpose of one step, and its first number. */
  @Benchmark
  public long newStream() {
    return CounterRandom.of(1, 2, "noise/background").nextLong();
  }
}
