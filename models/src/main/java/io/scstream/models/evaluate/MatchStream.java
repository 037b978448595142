package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Role;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * How far the background codes of the two data sets lie apart over the recent cells of a stream:
 * MMD² ≈ ‖φ̄_B − φ̄_T‖² with exponentially weighted means of {@link RandomFeatures}. Each data set
 * forgets by its own cells. Not thread-safe.
 */
public final class MatchStream {

  private static final int D = RandomFeatures.COUNT;
  private static final int BLOCK = Recency.SIZE + D;

  private final Settings settings;
  private final RandomFeatures features;
  private final Map<Role, Side> sides = new EnumMap<>(Role.class);

  /**
   * What streams that are merged must share.
   *
   * @param latent size of the space
   * @param halfLife cells of a data set after which one of its cells counts half
   * @param seed of the features
   */
  public record Settings(int latent, double halfLife, long seed) {}

  /** One data set. */
  private static final class Side {
    private final Recency recency;
    private final double[] mean = new double[D];

    Side(double halfLife) {
      this.recency = Recency.of(halfLife);
    }
  }

  private MatchStream(Settings settings) {
    this.settings = settings;
    this.features = RandomFeatures.of(settings.latent, settings.seed, "background");
    for (Role role : Role.values()) {
      sides.put(role, new Side(settings.halfLife));
    }
  }

  /** A stream of no cells. */
  public static MatchStream empty(Settings settings) {
    return new MatchStream(settings);
  }

  /** The stream that had this {@link #state}. */
  public static MatchStream restore(Settings settings, double[] state) {
    checkInput(
        state.length == 2 * BLOCK,
        "Invalid state: %d numbers; expected %d",
        state.length,
        2 * BLOCK);
    MatchStream stream = new MatchStream(settings);
    for (Role role : Role.values()) {
      stream.side(role).recency.read(state, start(role));
      System.arraycopy(state, start(role) + Recency.SIZE, stream.side(role).mean, 0, D);
    }
    return stream;
  }

  /** Takes in the posterior mean of a cell. */
  public void add(Role role, float[] code) {
    addAll(role, featuresOf(new float[][] {code}));
  }

  /** Takes in cells of one role in their order by {@link #featuresOf} their codes. */
  public void addAll(Role role, double[][] phi) {
    for (double[] cell : phi) {
      Recency.move(side(role).mean, cell, side(role).recency.add());
    }
  }

  /** The random features of codes, [n, D]. */
  public double[][] featuresOf(float[][] codes) {
    double[][] phi = new double[codes.length][];
    for (int cell = 0; cell < phi.length; cell++) {
      phi[cell] = features.of(codes[cell]);
    }
    return phi;
  }

  /**
   * Both streams together, each with its own weight; the order of merging changes rounding only.
   */
  public MatchStream mergedWith(MatchStream other) {
    checkInput(
        settings.equals(other.settings),
        "Invalid stream to merge: %s; expected %s",
        other.settings,
        settings);
    MatchStream merged = restore(settings, state());
    for (Role role : Role.values()) {
      Side side = merged.side(role);
      double share = side.recency.add(other.side(role).recency);
      Recency.move(side.mean, other.side(role).mean, share);
    }
    return merged;
  }

  /** The V-statistic of the recent cells, at least 0; 0 until both data sets have cells. */
  public double mmdSquared() {
    return hasBoth() ? Codes.squaredDistance(mean(Role.BACKGROUND), mean(Role.TARGET)) : 0;
  }

  /** About what {@link #mmdSquared} would be if the laws were equal: it falls with the cells. */
  public double floor() {
    double floor = 0;
    for (Role role : Role.values()) {
      double spread = 1 - Codes.dot(mean(role), mean(role));
      floor += hasBoth() ? spread / effectiveCells(role) : 0;
    }
    return floor;
  }

  /** The number of equally weighted cells of a data set whose mean would be as sure. */
  public double effectiveCells(Role role) {
    return side(role).recency.effectiveCells();
  }

  /** Everything but the settings, for checkpoints. */
  public double[] state() {
    double[] state = new double[2 * BLOCK];
    for (Role role : Role.values()) {
      side(role).recency.write(state, start(role));
      System.arraycopy(mean(role), 0, state, start(role) + Recency.SIZE, D);
    }
    return state;
  }

  private boolean hasBoth() {
    return effectiveCells(Role.BACKGROUND) > 0 && effectiveCells(Role.TARGET) > 0;
  }

  private double[] mean(Role role) {
    return side(role).mean;
  }

  private Side side(Role role) {
    return Objects.requireNonNull(sides.get(role));
  }

  private static int start(Role role) {
    return role == Role.BACKGROUND ? 0 : BLOCK;
  }
}
