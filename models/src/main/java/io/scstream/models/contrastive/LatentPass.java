package io.scstream.models.contrastive;

import ai.djl.ndarray.NDArray;
import io.scstream.models.nn.EncoderPass;
import io.scstream.models.objective.NormalKl;
import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The posteriors of some cells in one latent space, with draws from them and all gradients. */
final class LatentPass {
  private final EncoderPass pass;
  private final LatentRows means;
  private final LatentRows logVariances;
  private final List<Draw> draws = new ArrayList<>();

  /** Draws for some rows: mean + e^(½ log-variance) · noise. */
  private record Draw(int from, LatentRows values, LatentRows noise) {}

  LatentPass(EncoderPass pass) {
    this.pass = pass;
    this.means = LatentRows.of(pass.means(), pass.latent());
    this.logVariances = LatentRows.of(pass.logVariances(), pass.latent());
  }

  LatentRows means() {
    return means;
  }

  LatentRows logVariances() {
    return logVariances;
  }

  int rows() {
    return means.rows();
  }

  /** Standard normal noise of so many values, row after row. */
  static LatentRows noise(CounterRandom random, int rows, int columns) {
    float[] noise = new float[rows * columns];
    random.fillGaussian(noise);
    return LatentRows.of(noise, columns);
  }

  /**
   * Draws for the rows from a first one on, as many as there is noise for.
   *
   * @param noise standard normal
   */
  LatentRows draw(int from, LatentRows noise) {
    int columns = means.columns();
    float[] values = new float[noise.rows() * columns];
    for (int row = 0; row < noise.rows(); row++) {
      for (int column = 0; column < columns; column++) {
        double deviation = Math.exp(0.5 * logVariances.at(from + row, column));
        values[row * columns + column] =
            (float) (means.at(from + row, column) + deviation * noise.at(row, column));
      }
    }
    LatentRows drawn = LatentRows.of(values, columns);
    draws.add(new Draw(from, drawn, noise));
    return drawn;
  }

  /** Passes the gradients by draws on to means and log-variances. */
  void passOnDraws() {
    for (Draw draw : draws) {
      for (int row = 0; row < draw.values.rows(); row++) {
        for (int column = 0; column < means.columns(); column++) {
          double slope = draw.values.gradientAt(row, column);
          double spread = draw.values.at(row, column) - means.at(draw.from + row, column);
          means.add(draw.from + row, column, slope);
          logVariances.add(draw.from + row, column, 0.5 * slope * spread);
        }
      }
    }
    draws.clear();
  }

  /**
   * Adds the divergence of some rows from the standard normal law to the loss.
   *
   * @param weights of rows from the first one on
   * @return the divergences, not weighted
   */
  double[] diverge(int from, double[] weights) {
    double[] divergences = new double[weights.length];
    for (int row = 0; row < weights.length; row++) {
      for (int column = 0; column < means.columns(); column++) {
        double mean = means.at(from + row, column);
        double logVariance = logVariances.at(from + row, column);
        double variance = Math.exp(logVariance);
        divergences[row] += NormalKl.ofLog(mean, variance, logVariance);
        means.add(from + row, column, weights[row] * mean);
        logVariances.add(from + row, column, weights[row] * 0.5 * (variance - 1));
      }
    }
    return divergences;
  }

  /** Adds weight · (mean² + variance), summed over some rows and all columns, to the loss. */
  void silence(int from, int end, double weight) {
    for (int row = from; row < end; row++) {
      for (int column = 0; column < means.columns(); column++) {
        means.add(row, column, 2 * weight * means.at(row, column));
        logVariances.add(row, column, weight * Math.exp(logVariances.at(row, column)));
      }
    }
  }

  /** The gradients of the encoder's parameters from all that was added. */
  Map<String, NDArray> backward() {
    return pass.backward(means.gradient(), logVariances.gradient());
  }

  /** Forgets all that was added. */
  void forget() {
    means.forget();
    logVariances.forget();
  }
}
