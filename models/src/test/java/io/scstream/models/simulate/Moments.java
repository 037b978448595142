package io.scstream.models.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;

/** Mean and variance of many draws, and how far chance alone moves them. */
record Moments(int draws, double mean, double variance, double fourth) {

  private static final double DEVIATIONS = 4;

  static Moments of(int draws, DoubleSupplier source) {
    return of(DoubleStream.generate(source).limit(draws).toArray());
  }

  static Moments of(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
    double fourth = Arrays.stream(values).map(x -> Math.pow(x - mean, 4)).sum();
    return new Moments(values.length, mean, variance / (values.length - 1), fourth / values.length);
  }

  /** Within four standard errors. */
  void assertMean(double expectedMean, double expectedVariance) {
    double error = Math.sqrt(expectedVariance / draws);
    assertThat(mean).as(toString()).isCloseTo(expectedMean, within(DEVIATIONS * error + 1e-12));
  }

  /** Within four standard errors of both. */
  void assertMatch(double expectedMean, double expectedVariance) {
    assertMean(expectedMean, expectedVariance);
    double error = Math.sqrt(Math.max(0, fourth - variance * variance) / draws);
    assertThat(variance)
        .as(toString())
        .isCloseTo(expectedVariance, within(DEVIATIONS * error + 1e-12));
  }
}
