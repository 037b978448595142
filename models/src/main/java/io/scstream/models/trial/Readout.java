package io.scstream.models.trial;

import io.scstream.models.evaluate.LabelProbe;
import io.scstream.models.evaluate.Labels;
import io.scstream.models.evaluate.cluster.LabelSeparation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What either code of held-out cells tells of one kind of labels.
 *
 * @param labels how many there are
 * @param cells held out that carry one of them
 */
public record Readout(int labels, int cells, OfCode background, OfCode salient) {

  /** The least held-out cells of a label, and fitted ones as well. */
  private static final int LEAST = 5;

  /** By a linear classifier fitted to the codes of fitted cells, and by clusters. */
  public record OfCode(LabelProbe probe, LabelSeparation separation) {

    private static OfCode of(
        float[][] fitted,
        String[] fittedLabels,
        float[][] heldOut,
        String[] heldOutLabels,
        long seed) {
      return new OfCode(
          LabelProbe.of(fitted, fittedLabels, heldOut, heldOutLabels),
          LabelSeparation.of(heldOut, Labels.of(heldOutLabels), seed));
    }
  }

  /** Codes of cells in both spaces, and a label of each; an empty one is none. */
  static final class Labelled {
    private final float[][] background;
    private final float[][] salient;
    private final String[] labels;

    /** Takes the arrays as they are. */
    Labelled(float[][] background, float[][] salient, String[] labels) {
      this.background = background;
      this.salient = salient;
      this.labels = labels;
    }

    private Labelled with(Set<String> kept) {
      int[] rows =
          IntStream.range(0, labels.length).filter(row -> kept.contains(labels[row])).toArray();
      return new Labelled(
          pick(background, rows),
          pick(salient, rows),
          Arrays.stream(rows).mapToObj(row -> labels[row]).toArray(String[]::new));
    }

    private static float[][] pick(float[][] codes, int[] rows) {
      return Arrays.stream(rows).mapToObj(row -> codes[row]).toArray(float[][]::new);
    }

    private Set<String> frequent() {
      Map<String, Integer> sizes = new HashMap<>();
      for (String label : labels) {
        sizes.merge(label, 1, Integer::sum);
      }
      sizes.remove("");
      sizes.values().removeIf(size -> size < LEAST);
      return sizes.keySet();
    }
  }

  /** Labels of fewer than five cells on either side are left out; none if two do not remain. */
  static Optional<Readout> of(Labelled fitted, Labelled heldOut, long seed) {
    Set<String> kept = new HashSet<>(fitted.frequent());
    kept.retainAll(heldOut.frequent());
    if (kept.size() < 2) {
      return Optional.empty();
    }
    Labelled known = fitted.with(kept);
    Labelled asked = heldOut.with(kept);
    return Optional.of(
        new Readout(
            kept.size(),
            asked.labels.length,
            OfCode.of(known.background, known.labels, asked.background, asked.labels, seed),
            OfCode.of(known.salient, known.labels, asked.salient, asked.labels, seed)));
  }

  /** See {@link LabelSeparation#leakageRatio}. */
  public double leakageRatio() {
    return LabelSeparation.leakageRatio(background.separation, salient.separation);
  }
}
