package io.scstream.models.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import io.scstream.models.ModelException;
import io.scstream.models.ModelException.Category;
import io.scstream.models.device.EngineThreads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The functions of {@code kernels.py}. None records a gradient. The arrays that they return belong
 * to the manager that is passed; they may be read and taken into further operations, but neither be
 * written to nor put onto a tape without a copy.
 */
public final class Kernels {
  private static final String SOURCE = "kernels.py";

  private final PtSymbolBlock script;

  private Kernels(PtSymbolBlock script) {
    this.script = script;
  }

  /** They hold no array, so one copy serves all models of the process, on every device. */
  private static final class Only {
    private static final Kernels KERNELS = load();
  }

  /** The kernels; the engine compiles them on the first call. */
  public static Kernels get() {
    return Only.KERNELS;
  }

  private static Kernels load() {
    NDManager manager = EngineThreads.engine().newBaseManager();
    try (InputStream source = Kernels.class.getResourceAsStream(SOURCE)) {
      if (source == null) {
        throw new IllegalStateException("No resource " + SOURCE);
      }
      byte[] archive =
          ScriptArchive.of(
              Kernels.class.getSimpleName(),
              new String(source.readAllBytes(), StandardCharsets.UTF_8));
      return new Kernels(
          JniUtils.loadModule(
              (PtNDManager) manager, new ByteArrayInputStream(archive), false, false));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read resource " + SOURCE, e);
    } catch (RuntimeException e) {
      throw new ModelException(
          Category.ENGINE, "The tensor engine refuses " + SOURCE + ": " + e.getMessage(), e);
    }
  }

  private Call call(String function) {
    return new Call(script, function);
  }

  /**
   * The product of a sparse matrix [n, m] and a dense one.
   *
   * @param dense [m, h]
   * @return [n, h]
   */
  public NDArray sparseProduct(Sparse sparse, NDArray dense, NDManager manager) {
    try (Call call = call("sparse_product").with(dense).with(sparse)) {
      return call.array(manager);
    }
  }

  /** units [n, h] times weight [G, h] transposed, plus bias [G]. */
  public NDArray linear(NDArray units, NDArray weight, NDArray bias, NDManager manager) {
    try (Call call = call("linear")) {
      return call.with(units).with(weight).with(bias).array(manager);
    }
  }

  /** units [n, h] times weight [G, h] transposed. */
  public NDArray product(NDArray units, NDArray weight, NDManager manager) {
    try (Call call = call("product")) {
      return call.with(units).with(weight).array(manager);
    }
  }

  /** From the gradient of {@link #product} to those of weight and units. */
  public List<NDArray> productBack(
      NDArray byOutput, NDArray units, NDArray weight, NDManager manager) {
    try (Call call = call("product_back")) {
      return call.with(byOutput).with(units).with(weight).tuple(manager);
    }
  }

  /**
   * The posterior of cells by an encoder: mean and log-variance, [n, d] each, and all that {@link
   * #encodeBack} needs.
   *
   * @param cells [n, G]
   */
  public List<NDArray> encode(Sparse cells, Stack encoder, NDManager manager) {
    try (Call call = encode("encode", cells, encoder)) {
      return call.list(manager);
    }
  }

  /** Mean and log-variance alone. */
  public List<NDArray> encodeOnly(Sparse cells, Stack encoder, NDManager manager) {
    try (Call call = encode("encode_only", cells, encoder)) {
      return call.list(manager);
    }
  }

  private Call encode(String function, Sparse cells, Stack encoder) {
    return call(function)
        .with(cells)
        .with(encoder.parameters())
        .with(encoder.masks())
        .with(encoder.normalizationNumber())
        .with(encoder.isTraining());
  }

  /**
   * The gradients of an encoder's parameters but running statistics, in their order.
   *
   * @param byGene the cells transposed, [G, n]
   * @param saved by {@link #encode}
   */
  public List<NDArray> encodeBack(
      NDArray byMean,
      NDArray byLogVariance,
      Sparse byGene,
      Stack encoder,
      List<NDArray> saved,
      NDManager manager) {
    try (Call call = call("encode_back")) {
      return call.with(byMean)
          .with(byLogVariance)
          .with(byGene)
          .with(encoder.parameters())
          .with(encoder.masks())
          .with(saved)
          .with(encoder.normalizationNumber())
          .with(encoder.isTraining())
          .list(manager);
    }
  }

  /**
   * The hidden layers of a decoder: what {@link #decodeBack} needs, and last the units [n, h].
   *
   * @param codes [n, d]
   */
  public List<NDArray> decode(NDArray codes, Stack decoder, NDManager manager) {
    try (Call call = call("decode")) {
      return call.with(codes)
          .with(decoder.parameters())
          .with(decoder.normalizationNumber())
          .with(decoder.activationNumber())
          .with(decoder.isTraining())
          .list(manager);
    }
  }

  /** The gradient of the codes [n, d], then those of the parameters but running statistics. */
  public List<NDArray> decodeBack(
      NDArray byUnits, NDArray codes, Stack decoder, List<NDArray> saved, NDManager manager) {
    try (Call call = call("decode_back")) {
      return call.with(byUnits)
          .with(codes)
          .with(decoder.parameters())
          .with(saved)
          .with(decoder.normalizationNumber())
          .with(decoder.activationNumber())
          .with(decoder.isTraining())
          .list(manager);
    }
  }

  /** The length of all arrays as one vector. */
  public double norm(List<NDArray> arrays) {
    try (Call call = call("norm")) {
      return call.with(arrays).number();
    }
  }

  /**
   * Inner products of arrays of one shape, in double precision: the lower triangle of their matrix,
   * row by row.
   */
  public double[] gram(List<NDArray> arrays) {
    try (Call call = call("gram")) {
      return call.with(arrays).numbers();
    }
  }

  /**
   * The sum of arrays, each times its weight; it takes the place of the first, and all are used up.
   */
  public NDArray weightedSum(List<NDArray> arrays, double[] weights) {
    try (Call call = call("weighted_sum")) {
      call.with(arrays).with(weights).run();
    }
    arrays.subList(1, arrays.size()).forEach(NDArray::close);
    return arrays.get(0);
  }

  /**
   * Parameters with their gradients and moments, which are moved in place.
   *
   * @param step its number, a scalar of 32 bits
   */
  public record Descent(
      List<NDArray> parameters,
      List<NDArray> gradients,
      List<NDArray> first,
      List<NDArray> second,
      NDArray step) {}

  /** What Adam is to be told (Kingma and Ba 2015). */
  public record AdamRates(
      double rate, double beta1, double beta2, double weightDecay, double epsilon) {}

  /** One step of Adam. */
  public void adam(Descent descent, AdamRates rates) {
    try (Call call = call("adam")) {
      call.with(descent.parameters)
          .with(descent.gradients)
          .with(descent.first)
          .with(descent.second)
          .with(descent.step)
          .with(rates.rate)
          .with(rates.beta1)
          .with(rates.beta2)
          .with(rates.weightDecay)
          .with(rates.epsilon)
          .run();
    }
  }

  /**
   * Non-zero counts of a minibatch.
   *
   * @param x the counts, [e]
   * @param genes of each, [e], 32 bits
   * @param rows of each, rising, [e], 32 bits
   * @param bounds the first entry of every block of so many rows, and last the number of entries
   */
  public record Counts(NDArray x, NDArray genes, NDArray rows, List<Long> bounds, int block) {
    public Counts {
      bounds = List.copyOf(bounds);
    }
  }

  /**
   * What one pass over the logits finds. With q = μ/θ and u = log(1 + q):
   *
   * @param sums of every cell, −Σ θu over genes, [n]
   * @param shift of every cell, log μ less its logit, [n], double precision
   * @param logits of the non-zero counts, [e]
   * @param us u of the non-zero counts, [e]
   * @param byLogLibrary of every cell, not weighted, [n]
   * @param byDispersion weighted, without the part of the digamma function, [G]
   */
  public record LogitTerms(
      NDArray sums,
      NDArray shift,
      NDArray logits,
      NDArray us,
      NDArray byLogLibrary,
      NDArray byDispersion) {}

  /**
   * The negative binomial with softmax link ({@code log p} without {@code A(x, θ)} and {@code log
   * x!}).
   *
   * @param logits [n, G]; they become the gradient of the weighted sum with respect to themselves
   * @param logLibrary [n]
   * @param dispersion r = log θ, [G]
   * @param weights of the cells, [n]
   */
  public LogitTerms negativeBinomial(
      NDArray logits,
      NDArray logLibrary,
      NDArray dispersion,
      NDArray weights,
      Counts counts,
      NDManager manager) {
    try (Call call = call("negative_binomial")) {
      List<NDArray> terms =
          call.with(logits)
              .with(logLibrary)
              .with(dispersion)
              .with(weights)
              .with(counts.x)
              .with(counts.genes)
              .with(counts.rows)
              .with(counts.bounds.stream().mapToLong(Long::longValue).toArray())
              .with(counts.block)
              .tuple(manager);
      return new LogitTerms(
          terms.get(0), terms.get(1), terms.get(2), terms.get(3), terms.get(4), terms.get(5));
    }
  }
}
