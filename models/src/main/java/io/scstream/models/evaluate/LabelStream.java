package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkConfig;
import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.ejml.simple.SimpleMatrix;

/**
 * How well a linear classifier that learns along reads the labels of a stream's cells off their
 * codes. Every minibatch is judged before it is learned from, so no cell counts that was seen
 * before; all labels count alike, however many cells each brings.
 *
 * <p>Fisher's linear discriminant (1936) with equal priors, from exponentially weighted means of
 * each label and their common scatter: a new label is known from its second minibatch on, and
 * nothing has to converge. Labels beyond a limit are ignored until others have faded. Not
 * thread-safe.
 */
public final class LabelStream {

  /** In cells of unit variance; keeps the rule finite for unused coordinates. */
  private static final double RIDGE = 1;

  /** Weight below which a label is forgotten. */
  private static final double FADED = 0.5;

  /** Weight of judged cells from which on a label counts in the accuracy. */
  private static final double LEAST_JUDGED = 1;

  /** Numbers that describe a label besides its mean. */
  private static final int WEIGHTS = 3;

  private final Settings settings;
  private final Map<String, Label> labels = new LinkedHashMap<>();

  /** Within labels, row by row. */
  private final double[] scatter;

  /**
   * What a stream keeps to.
   *
   * @param dimensions of the codes
   * @param halfLife cells after which a cell counts half, in the scores and in what is learned
   * @param limit of labels known at once
   */
  public record Settings(int dimensions, double halfLife, int limit) {
    /** Checks. */
    public Settings {
      checkConfig(dimensions >= 1, "Invalid dimensions: %d; expected 1 or more", dimensions);
      checkConfig(halfLife > 0, "Invalid half-life: %s; expected a positive number", halfLife);
      checkConfig(limit >= 2, "Invalid label limit: %d; expected 2 or more", limit);
    }
  }

  /** What is known of a label; all of it fades. */
  private static final class Label {
    private final double[] mean;
    private double cells;
    private double judged;
    private double right;

    Label(int dimensions) {
      this.mean = new double[dimensions];
    }

    private void fade(double kept) {
      cells *= kept;
      judged *= kept;
      right *= kept;
    }

    private boolean counts() {
      return judged >= LEAST_JUDGED;
    }
  }

  private LabelStream(Settings settings) {
    this.settings = settings;
    this.scatter = new double[settings.dimensions * settings.dimensions];
  }

  /** A stream of no cells. */
  public static LabelStream empty(Settings settings) {
    return new LabelStream(settings);
  }

  /** The stream that had these {@link #labels} and this {@link #state}. */
  public static LabelStream restore(Settings settings, List<String> labels, double[] state) {
    LabelStream stream = new LabelStream(settings);
    int block = WEIGHTS + settings.dimensions;
    int size = labels.size() * block + stream.scatter.length;
    checkInput(
        state.length == size && Arrays.stream(state).allMatch(Double::isFinite),
        "Invalid state: %d numbers; expected %d finite ones",
        state.length,
        size);
    checkInput(new HashSet<>(labels).size() == labels.size(), "Invalid labels: some come twice");
    int at = 0;
    for (String name : labels) {
      Label label = new Label(settings.dimensions);
      label.cells = state[at];
      label.judged = state[at + 1];
      label.right = state[at + 2];
      System.arraycopy(state, at + WEIGHTS, label.mean, 0, settings.dimensions);
      stream.labels.put(name, label);
      at += block;
    }
    System.arraycopy(state, at, stream.scatter, 0, stream.scatter.length);
    return stream;
  }

  /**
   * Judges the cells of a minibatch whose label is known, then learns from all that it has room
   * for.
   *
   * @param codes [n, d], n at least 1
   * @param names the label of each cell
   * @return how many cells were ignored, because their label is beyond the limit
   */
  public int update(float[][] codes, List<String> names) {
    double[][] wide = Codes.widen(codes);
    checkInput(
        wide[0].length == settings.dimensions && names.size() == wide.length,
        "Invalid codes: %d of %d columns with %d labels; expected a label for each, and %d columns",
        wide.length,
        wide[0].length,
        names.size(),
        settings.dimensions);
    double kept = Math.pow(0.5, wide.length / settings.halfLife);
    labels.values().forEach(label -> label.fade(kept));
    for (int i = 0; i < scatter.length; i++) {
      scatter[i] *= kept;
    }
    if (labels.size() >= 2) {
      judge(wide, names);
    }
    int ignored = 0;
    for (int row = 0; row < wide.length; row++) {
      if (!labels.containsKey(names.get(row)) && labels.size() >= settings.limit) {
        ignored++;
      } else {
        learn(
            labels.computeIfAbsent(names.get(row), name -> new Label(settings.dimensions)),
            wide[row]);
      }
    }
    return ignored;
  }

  /**
   * The mean over labels of the share of their cells that are recognized, above chance: about 0 for
   * guesses, 1 for certainty. Nothing until cells of two labels were judged.
   */
  public OptionalDouble aboveChance() {
    int count = judgedLabels();
    if (count < 2) {
      return OptionalDouble.empty();
    }
    double accuracy = sum(label -> label.counts() ? label.right / label.judged : 0) / count;
    double chance = 1.0 / count;
    return OptionalDouble.of((accuracy - chance) / (1 - chance));
  }

  /** The labels that the accuracy is a mean over. */
  public int judgedLabels() {
    return (int) sum(label -> label.counts() ? 1 : 0);
  }

  /** Makes room: forgets labels of which there is less than half a cell left. */
  public void forgetFaded() {
    labels.values().removeIf(label -> label.cells < FADED);
  }

  /** The known labels, in the order in which they came; with {@link #state} for checkpoints. */
  public List<String> labels() {
    return List.copyOf(labels.keySet());
  }

  /** Everything but settings and labels, for checkpoints. */
  public double[] state() {
    double[] state = new double[labels.size() * (WEIGHTS + settings.dimensions) + scatter.length];
    int at = 0;
    for (Label label : labels.values()) {
      state[at] = label.cells;
      state[at + 1] = label.judged;
      state[at + 2] = label.right;
      System.arraycopy(label.mean, 0, state, at + WEIGHTS, settings.dimensions);
      at += WEIGHTS + settings.dimensions;
    }
    System.arraycopy(scatter, 0, state, at, scatter.length);
    return state;
  }

  private double sum(ToDoubleFunction<Label> value) {
    return labels.values().stream().mapToDouble(value).sum();
  }

  private void judge(double[][] codes, List<String> names) {
    List<Label> known = List.copyOf(labels.values());
    double[][] directions = directions(known);
    double[] offsets = new double[known.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = Codes.dot(directions[i], known.get(i).mean) / 2;
    }
    for (int row = 0; row < codes.length; row++) {
      Label truth = labels.get(names.get(row));
      if (truth != null) {
        truth.judged++;
        truth.right += known.get(best(codes[row], directions, offsets)) == truth ? 1 : 0;
      }
    }
  }

  /** Of each label, the means weighed by the inverse of the scatter, [K, d]. */
  private double[][] directions(Collection<Label> known) {
    int d = settings.dimensions;
    SimpleMatrix within =
        new SimpleMatrix(d, d, true, scatter).plus(SimpleMatrix.identity(d).scale(RIDGE));
    double[][] means = known.stream().map(label -> label.mean).toArray(double[][]::new);
    return within.solve(new SimpleMatrix(means).transpose()).transpose().toArray2();
  }

  private static int best(double[] code, double[][] directions, double[] offsets) {
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < offsets.length; i++) {
      double score = Codes.dot(directions[i], code) - offsets[i];
      if (score > highest) {
        best = i;
        highest = score;
      }
    }
    return best;
  }

  /** Welford's update of a mean and of the scatter around it. */
  private void learn(Label label, double[] code) {
    int d = settings.dimensions;
    double[] before = new double[d];
    label.cells++;
    for (int i = 0; i < d; i++) {
      before[i] = code[i] - label.mean[i];
      label.mean[i] += before[i] / label.cells;
    }
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        scatter[i * d + j] += before[i] * (code[j] - label.mean[j]);
      }
    }
  }
}
