package io.scstream.models.simulate;

import io.scstream.models.ModelException;
import io.scstream.models.ModelException.Category;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Groups;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Experiments with known truth: cells to draw and a model to fit to them. Minibatches have {@value
 * #PER_ROLE} cells of each role; the smaller data set is cycled.
 */
public enum Recipe {
  R_SMALL_GAUSSIAN,
  R_SMALL_POISSON,
  R_SMALL_NB,
  R_SMALL_BERNOULLI,

  /** More genes, more cells, a deeper mixing. */
  R_MEDIUM,

  /** The cells of {@link #R_SMALL_POISSON}, fitted with latent blocks twice too large. */
  R_OVER,

  /** Few background cells, and latent blocks twice too large. */
  R_IMB,

  /** Target cells sequenced twenty times deeper than background cells. */
  R_DEPTH_5,

  /** The cells of {@link #R_DEPTH_5}, fitted with latent blocks twice too large. */
  R_DEPTH_10,

  /** Three groups of target cells, each with five salient coordinates of its own. */
  R_GROUPS,

  /** The cells of {@link #R_GROUPS} as one group, fitted with a salient space for all of them. */
  R_GROUPS_POOLED,

  /** A hundred perturbations, each of which shifts few of the background's coordinates. */
  R_SVAE,

  /** Four genes that are a linear map of four coordinates. */
  R_AZ_LINEAR,

  /** Four genes that are a piecewise linear map of four coordinates. */
  R_AZ_LEAKY,

  /** An effect put on real cells; see {@link ThinnedCells}. Cells are at most so many. */
  R_THIN;

  /** Cells of each role in a minibatch. */
  public static final int PER_ROLE = 128;

  private static final int GROUPS = 3;

  /**
   * The model to fit, without dropout and layer norm.
   *
   * @param layers hidden layers
   * @param epochs passes over the larger training set
   * @param groups of target cells, each with so many salient dimensions
   */
  public record Fit(
      Noise noise,
      int backgroundLatent,
      int salientLatent,
      int hidden,
      int layers,
      int epochs,
      int groups) {

    /** Of one group. */
    public Fit(
        Noise noise, int backgroundLatent, int salientLatent, int hidden, int layers, int epochs) {
      this(noise, backgroundLatent, salientLatent, hidden, layers, epochs, 1);
    }

    private static Fit small(Noise noise, int latent) {
      return new Fit(noise, latent, latent, 64, 2, 60);
    }

    /** Its spec for cells on so many genes. */
    public ContrastiveVaeSpec spec(int genes) {
      return new ContrastiveVaeSpec(
              new ContrastiveVaeSpec.Sizes(genes, hidden, layers, backgroundLatent, salientLatent),
              0,
              Normalization.NONE,
              noise)
          .withGroups(Groups.numbered(groups));
    }
  }

  /**
   * How many cells to draw.
   *
   * @param background to train on
   * @param target to train on
   * @param heldOut of each role
   */
  public record Cells(int background, int target, int heldOut) {}

  /** The recipe of this name, such as {@code r-small-poisson}. */
  public static Recipe named(String name) {
    return Arrays.stream(values())
        .filter(recipe -> recipe.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ModelException(
                    Category.BAD_CONFIG,
                    "Invalid recipe: " + name + "; expected one of " + labels()));
  }

  private static String labels() {
    return Arrays.stream(values()).map(Recipe::label).collect(Collectors.joining(", "));
  }

  /** Its name in lower case, with hyphens. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public Fit fit() {
    return switch (this) {
      case R_SMALL_GAUSSIAN -> Fit.small(Noise.GAUSSIAN, 5);
      case R_SMALL_POISSON, R_DEPTH_5 -> Fit.small(Noise.POISSON, 5);
      case R_SMALL_NB -> Fit.small(Noise.NEGATIVE_BINOMIAL, 5);
      case R_SMALL_BERNOULLI -> Fit.small(Noise.BERNOULLI, 5);
      case R_MEDIUM -> new Fit(Noise.POISSON, 5, 5, 128, 2, 60);
      case R_OVER, R_IMB, R_DEPTH_10 -> Fit.small(Noise.POISSON, 10);
      case R_GROUPS -> new Fit(Noise.POISSON, 5, 5, 64, 2, 40, GROUPS);
      case R_GROUPS_POOLED -> new Fit(Noise.POISSON, 5, 5 * GROUPS, 64, 2, 40);
      case R_SVAE -> new Fit(Noise.POISSON, 15, 15, 64, 2, 60);
      // So many epochs of seven steps are about as many steps as the other recipes take.
      case R_AZ_LINEAR, R_AZ_LEAKY -> new Fit(Noise.GAUSSIAN, 2, 2, 12, 1, 330);
      case R_THIN -> new Fit(Noise.NEGATIVE_BINOMIAL, 10, 2, 128, 2, 60);
    };
  }

  public Cells cells() {
    return switch (this) {
      case R_MEDIUM -> new Cells(20_000, 20_000, 2000);
      case R_IMB -> new Cells(500, 5000, 2000);
      case R_GROUPS, R_GROUPS_POOLED -> new Cells(5000, 5000 * GROUPS, 1000 * GROUPS);
      case R_AZ_LINEAR, R_AZ_LEAKY -> new Cells(1000, 1000, 1000);
      default -> new Cells(5000, 5000, 2000);
    };
  }

  /** Groups of target cells that have salient coordinates of their own. */
  public int groups() {
    return this == R_GROUPS || this == R_GROUPS_POOLED ? GROUPS : 1;
  }

  /** Steps of one pass over the larger training set. */
  public int stepsPerEpoch() {
    return Math.max(cells().background(), cells().target()) / PER_ROLE;
  }

  /**
   * Its source of cells.
   *
   * @throws ModelException for {@link #R_THIN}, which needs real cells
   */
  public Simulation simulate(long seed) {
    return new GeneratedCells(seed, model(seed));
  }

  private GenerativeModel model(long seed) {
    return switch (this) {
      case R_SMALL_GAUSSIAN, R_SMALL_POISSON, R_SMALL_NB, R_SMALL_BERNOULLI, R_OVER, R_IMB ->
          new NetworkModel(NetworkModel.Settings.small(fit().noise()), seed);
      case R_MEDIUM -> new NetworkModel(NetworkModel.Settings.medium(), seed);
      case R_DEPTH_5, R_DEPTH_10 -> new NetworkModel(NetworkModel.Settings.unequalDepth(), seed);
      case R_GROUPS -> new NetworkModel(NetworkModel.Settings.grouped(GROUPS), seed);
      case R_GROUPS_POOLED ->
          new PooledModel(new NetworkModel(NetworkModel.Settings.grouped(GROUPS), seed));
      case R_SVAE -> new SparseShiftModel(seed);
      case R_AZ_LINEAR -> new TwoPairModel(TwoPairModel.Kind.LINEAR, seed);
      case R_AZ_LEAKY -> new TwoPairModel(TwoPairModel.Kind.LEAKY, seed);
      case R_THIN ->
          throw new ModelException(
              Category.BAD_CONFIG,
              "Invalid recipe to simulate: r-thin; expected ThinnedCells.of real control cells");
    };
  }
}
