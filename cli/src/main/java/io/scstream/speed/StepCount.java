package io.scstream.speed;

import ai.djl.ndarray.types.Shape;
import io.scstream.models.contrastive.ContrastiveVae;
import io.scstream.models.data.Minibatch;
import io.scstream.models.spec.Combination;
import io.scstream.models.spec.ConstraintFunctional;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.Objective;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Counts what one step of a model cannot do without, however it is programmed. In the formulas n is
 * the number of cells, m that of target cells, e the number of non-zero entries, G genes, h hidden
 * units, L hidden layers, dz and ds the sizes of the codes.
 *
 * <p>A product of [a, b] and [b, c] is 2abc flops. A dense layer takes three of the same size: one
 * forward, and backward one for the gradient of its weights and one for that of its input. The
 * first layer of an encoder takes two, over the non-zero entries alone, as the gradient of the
 * counts is not needed.
 *
 * <p>Left out, so that the bound stays one: normalisation, activation and dropout of hidden units,
 * noise, divergences, the arithmetic of the optimiser, whatever is read from a cache.
 */
record StepCount(ContrastiveVaeSpec spec, Objective objective, Load load) {
  /**
   * Flops that an exponential or a logarithm counts as: reduction of the argument and a polynomial
   * of a degree that single precision asks for.
   */
  static final int TRANSCENDENTAL = 20;

  /**
   * Of the negative binomial with softmax, for each cell and gene. Softmax: largest value 1, less
   * it 1, exp, sum 1. Zero term: e^(log μ − log θ) from the same exp 2, log1p, sigmoid 2, times θ
   * and added up 2. Derivative by log μ: 1, its sum 1, through the softmax 2, weight of the cell 1.
   * Derivative by dispersion: 3, and the bias of the head 2.
   */
  static final int NEGATIVE_BINOMIAL = 2 * TRANSCENDENTAL + 19;

  /**
   * With zero inflation, above that: the two logarithms of the mixture and the exponential of the
   * chance of a zero under either part, 16 operations around them for value and both derivatives.
   */
  static final int ZERO_INFLATION = 3 * TRANSCENDENTAL + 16;

  /**
   * Above that for each non-zero count: log and derivative of Γ(x + θ) / Γ(θ) for small counts, one
   * logarithm and 20 operations.
   */
  static final int NON_ZERO = TRANSCENDENTAL + 20;

  /** The dense array of cells and genes is written once and read for two products. */
  static final int PASSES_OF_OUTPUT = 3;

  /** Parameters, gradients and two moments are each read and written. */
  static final int PASSES_OF_PARAMETERS = 8;

  /**
   * The cells of a step.
   *
   * @param backgroundEntries non-zero entries of background cells
   */
  record Load(int background, int target, long backgroundEntries, long targetEntries) {
    static Load of(Minibatch minibatch) {
      int entries = minibatch.rowStart(minibatch.background());
      return new Load(
          minibatch.background(), minibatch.target(), entries, minibatch.nonZeros() - entries);
    }

    int cells() {
      return background + target;
    }

    long entries() {
      return backgroundEntries + targetEntries;
    }
  }

  static StepCount of(SpeedModel model, Minibatch minibatch) {
    return new StepCount(model.spec(), model.options().objective(), Load.of(minibatch));
  }

  Work all() {
    return encoders().plus(decoder()).plus(likelihood()).plus(balance()).plus(dependence());
  }

  /**
   * z of all cells, s of target cells, or of all where batch statistics are those of all; and the
   * entries, a gene and a count of four bytes each.
   */
  Work encoders() {
    boolean seesAll =
        spec.normalization() == Normalization.BATCH || objective.readsSalientOfBackground();
    Work salient =
        seesAll
            ? encoder(load.cells(), load.entries(), spec.salientLatent())
            : encoder(load.target, load.targetEntries, spec.salientLatent());
    return encoder(load.cells(), load.entries(), spec.backgroundLatent())
        .plus(salient)
        .plus(Work.ofFloats(2.0 * load.entries()));
  }

  /** 4eh + 6nh²(L − 1) + 12nhd: sparse first layer, hidden layers, heads of mean and variance. */
  private Work encoder(int cells, long entries, int latent) {
    double h = spec.hidden();
    return Work.ofFlops(
        4 * entries * h + 6 * cells * h * h * (spec.layers() - 1) + 12 * cells * h * latent);
  }

  /**
   * 6h(n dz + m ds) + 6nh²(L − 1) + 6nhG for each head. With them move all parameters, and the
   * output of each head.
   */
  Work decoder() {
    double h = spec.hidden();
    double n = load.cells();
    double codes = n * spec.backgroundLatent() + (double) load.target * spec.salientLatent();
    double flops = 6 * h * codes + 6 * n * h * h * (spec.layers() - 1);
    double output = n * spec.genes() * heads();
    return Work.ofFlops(flops + 6 * h * output)
        .plus(Work.ofFloats(PASSES_OF_OUTPUT * output))
        .plus(Work.ofFloats(PASSES_OF_PARAMETERS * parameters(any -> true)));
  }

  private int heads() {
    return spec.noise() == Noise.ZERO_INFLATED_NEGATIVE_BINOMIAL ? 2 : 1;
  }

  Work likelihood() {
    int perEntry =
        switch (spec.noise()) {
          case NEGATIVE_BINOMIAL -> NEGATIVE_BINOMIAL;
          case ZERO_INFLATED_NEGATIVE_BINOMIAL -> NEGATIVE_BINOMIAL + ZERO_INFLATION;
          default ->
              throw new IllegalArgumentException(
                  "Invalid noise to count: " + spec.noise() + "; expected a negative binomial one");
        };
    double dense = (double) load.cells() * spec.genes();
    return Work.ofFlops(perEntry * dense + (double) NON_ZERO * load.entries());
  }

  /**
   * Gradients of both roles apart: three inner products over the shared parameters and the weighted
   * sum, and one more gradient that is written and read.
   */
  Work balance() {
    if (objective.combination() == Combination.SUM) {
      return Work.NONE;
    }
    double shared = parameters(name -> !name.startsWith("salient_encoder"));
    return Work.ofFlops((3 * 2 + 3) * shared).plus(Work.ofFloats(2 * shared));
  }

  /**
   * Of the codes of target cells, over m²/2 pairs. For each code: distance 3d, exp, centring and
   * squares 6, derivative 5 + 4d; both products, with the cells in order and shuffled, 4. Where
   * gradients are balanced, the constraint's goes back through the encoder of z once more by
   * itself.
   */
  Work dependence() {
    boolean isAsked =
        objective.constraints().stream()
            .anyMatch(it -> it.functional() == ConstraintFunctional.DEPENDENCE);
    if (!isAsked) {
      return Work.NONE;
    }
    double m = load.target;
    double perPair = pair(spec.backgroundLatent()) + pair(spec.salientLatent()) + 4;
    Work pairs = Work.ofFlops(m * m / 2 * perPair);
    return objective.combination() == Combination.SUM ? pairs : pairs.plus(backThroughMeans());
  }

  private static double pair(int latent) {
    return 7.0 * latent + TRANSCENDENTAL + 11;
  }

  /** 2eh + 4mh²(L − 1) + 4mh dz over target cells. */
  private Work backThroughMeans() {
    double h = spec.hidden();
    double m = load.target;
    return Work.ofFlops(
        2 * load.targetEntries * h
            + 4 * m * h * h * (spec.layers() - 1)
            + 4 * m * h * spec.backgroundLatent());
  }

  private double parameters(Predicate<String> which) {
    return ContrastiveVae.descendedShapes(spec).entrySet().stream()
        .filter(entry -> which.test(entry.getKey()))
        .map(Map.Entry::getValue)
        .mapToLong(Shape::size)
        .sum();
  }
}
