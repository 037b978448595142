package io.scstream.models.learner;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.FactorizedSpec;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.ReferenceVaeSpec;

/**
 * The decoder's bias of a gene that it knows the mean m of and nothing else, with M the mean count
 * of the old genes together and A their log denominator:
 *
 * <ul>
 *   <li>softmax: A + log(m/M). A cell whose denominator is A gives the new genes their share Σm/(M
 *       + Σm), and each old gene is left 1/(1 + Σm/M) of what it had.
 *   <li>Bernoulli: the logit of 1 − e⁻ᵐ, the chance that a Poisson count is not 0.
 *   <li>log squared error, and the reference-based autoencoder: log(1 + 10,000 m/M), which by
 *       Jensen is not below the mean of the logs.
 *   <li>Gaussian: m.
 * </ul>
 *
 * <p>Below the least count m is that, except where values may be 0.
 */
final class FirstBiases implements ModelSpec.Cases<double[]> {
  private static final double PER = 1e4;

  private final NewGenes expected;

  FirstBiases(NewGenes expected) {
    this.expected = expected;
  }

  @Override
  public double[] contrastiveVae(ContrastiveVaeSpec spec) {
    return biases(spec.noise());
  }

  @Override
  public double[] referenceVae(ReferenceVaeSpec spec) {
    return biases(Noise.LOG_SQUARED_ERROR);
  }

  @Override
  public double[] factorized(FactorizedSpec spec) {
    return biases(spec.noise());
  }

  private double[] biases(Noise noise) {
    return expected.means().stream().mapToDouble(mean -> bias(noise, mean)).toArray();
  }

  private double bias(Noise noise, double mean) {
    checkInput(
        noise == Noise.GAUSSIAN || mean >= 0,
        "Invalid mean count of a new gene: %s; expected a number of at least 0",
        mean);
    double counted = Math.max(mean, NewGenes.LEAST_COUNT);
    return switch (noise) {
      case NEGATIVE_BINOMIAL, POISSON, ZERO_INFLATED_NEGATIVE_BINOMIAL ->
          expected.logDenominator() + Math.log(counted / expected.total());
      case BERNOULLI -> counted + Math.log(-Math.expm1(-counted));
      case LOG_SQUARED_ERROR -> Math.log1p(PER * mean / expected.total());
      case GAUSSIAN -> mean;
    };
  }
}
