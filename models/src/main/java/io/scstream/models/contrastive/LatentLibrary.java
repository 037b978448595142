package io.scstream.models.contrastive;

import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Cell;
import io.scstream.models.nn.Encoder;
import io.scstream.models.nn.LogCounts;
import io.scstream.models.nn.Mode;
import io.scstream.models.nn.Normal;
import io.scstream.models.nn.Parameters;
import io.scstream.models.nn.Weights;
import io.scstream.models.objective.NormalKl;
import io.scstream.models.spec.ContrastiveVaeSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The depth of a cell as a latent variable, as in the published runs of contrastiveVI: log l has
 * the prior N(m, w), with m and w the mean and the population variance of the log totals of the
 * first cells, and a normal posterior from an encoder with one hidden layer. The prior is one for
 * all technical batches and stays what it was.
 */
final class LatentLibrary {
  private static final String ENCODER = "library_encoder";
  private static final String MEAN = Parameters.STATISTIC + "library_mean";
  private static final String VARIANCE = Parameters.STATISTIC + "library_variance";

  /** So that the divergence stays finite where all first cells have one total. */
  private static final double LEAST_VARIANCE = 1e-4;

  private final Encoder encoder;

  LatentLibrary(ContrastiveVaeSpec spec) {
    this.encoder = new Encoder(ENCODER, spec.genes(), spec.hidden(), 1, 1, spec.normalization());
  }

  /** Adds the shapes of its parameters. */
  void addShapes(Map<String, Shape> shapes) {
    encoder.addShapes(shapes);
    shapes.put(MEAN, new Shape(1));
    shapes.put(VARIANCE, new Shape(1));
  }

  /**
   * Adds the prior of these cells, which without any count is the standard normal law, and biases
   * of the encoder with which its posteriors begin near the prior.
   */
  static void addInitialValues(Map<String, float[]> values, List<Cell> cells) {
    double[] logs =
        cells.stream()
            .filter(cell -> cell.totalCount() > 0)
            .mapToDouble(cell -> Math.log((double) cell.totalCount()))
            .toArray();
    double mean = Arrays.stream(logs).average().orElse(0);
    double variance =
        Arrays.stream(logs).map(log -> (log - mean) * (log - mean)).average().orElse(1);
    variance = Math.max(variance, LEAST_VARIANCE);
    values.put(MEAN, new float[] {(float) mean});
    values.put(VARIANCE, new float[] {(float) variance});
    values.put(ENCODER + ".mean.bias", new float[] {(float) mean});
    values.put(ENCODER + ".log_variance.bias", new float[] {(float) Math.log(variance)});
  }

  /** The means of the posterior of log l with their divergences, for scores. */
  Depth score(LogCounts x, Weights weights) {
    Normal posterior = encoder.encode(x, weights); // [n, 1]
    float[] means = posterior.mean().toFloatArray();
    float[] logVariances = posterior.logVariance().toFloatArray();
    double[] divergences = new double[means.length];
    Prior prior = prior(weights);
    for (int row = 0; row < means.length; row++) {
      divergences[row] = prior.divergence(means[row], logVariances[row]);
    }
    return Depth.of(means, divergences);
  }

  /** The posterior of log l in a step. */
  LatentPass pass(LogCounts x, Weights weights, Mode mode) {
    return new LatentPass(encoder.pass(x, weights, mode));
  }

  /** The law before anything of a cell is known. */
  Prior prior(Weights weights) {
    return new Prior(weights.get(MEAN).getFloat(0), weights.get(VARIANCE).getFloat(0));
  }

  /** The normal law N(mean, variance) of log l. */
  record Prior(double mean, double variance) {

    double divergence(double posteriorMean, double logVariance) {
      return NormalKl.of(posteriorMean, Math.exp(logVariance), mean, variance);
    }

    /** Adds the weighted divergences of all cells to the loss, and returns them without weights. */
    double[] diverge(LatentPass posterior, double[] weights) {
      double[] divergences = new double[weights.length];
      for (int row = 0; row < weights.length; row++) {
        double m = posterior.means().at(row, 0);
        double logVariance = posterior.logVariances().at(row, 0);
        divergences[row] = divergence(m, logVariance);
        posterior.means().add(row, 0, weights[row] * (m - mean) / variance);
        double slope = 0.5 * (Math.exp(logVariance) / variance - 1);
        posterior.logVariances().add(row, 0, weights[row] * slope);
      }
      return divergences;
    }
  }
}
