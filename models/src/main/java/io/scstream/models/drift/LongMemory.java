package io.scstream.models.drift;

import io.scstream.models.drift.detect.OnlineMmd;
import io.scstream.models.drift.detect.WindowOptions;
import io.scstream.models.drift.signal.Whitening;
import io.scstream.models.evaluate.Codes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tests the mean codes of the last batches against those of the oldest ones that are kept: what
 * goes on for long shows, though each batch by itself is within what batches vary by. A mean code
 * of a batch is one vector, as the test wants them independent. Means are whitened by what cells
 * vary by, not by what the means themselves do: that is known from fifty of them so badly that new
 * ones would seem further off than those that thresholds come from.
 *
 * <p>The reference are the first {@value #REFERENCE} of the kept batches whose number is a multiple
 * of it, so that it is the same after a restart and seldom changes. Everything here follows from
 * the mean codes; there is nothing to keep. Not thread-safe.
 */
final class LongMemory {
  static final int REFERENCE = 50;
  static final int WINDOW = 8;

  private static final double MOST = 1e5;

  private final double runLength;
  private final long seed;
  private final SortedMap<String, Whitening> whitenings;
  private final SortedMap<String, Block> blocks = new TreeMap<>();
  private long begin = -1;

  /**
   * One that has seen nothing.
   *
   * @param runLength batches without a false alarm of any block, on average
   * @param whitenings of codes, by block
   */
  LongMemory(double runLength, SortedMap<String, Whitening> whitenings, long seed) {
    this.runLength = Math.min(MOST, runLength * Math.max(1, whitenings.size()));
    this.whitenings = whitenings;
    this.seed = seed;
  }

  /** A block's codes, as seen from the reference. */
  private static final class Block {
    private final Whitening whitening;
    private final double[] centre;
    private final OnlineMmd test;

    Block(Whitening whitening, double[][] reference, WindowOptions options) {
      this.whitening = whitening;
      this.centre = Codes.means(reference);
      this.test = OnlineMmd.start(reference, options);
    }

    boolean accept(double[] mean) {
      return test.accept(whitening.apply(mean));
    }

    boolean isAbove() {
      return test.evidence() > 0;
    }

    /** From the centre of the reference to that of the window, in standard deviations of cells. */
    double deviations(List<double[]> window) {
      double[] now = Codes.means(window.stream().map(whitening::apply).toArray(double[][]::new));
      return Math.sqrt(Codes.squaredDistance(now, centre));
    }
  }

  /**
   * Takes in one more batch.
   *
   * @param means of the batches kept and of this one, by block, oldest first
   * @param judged how many batches there were, with this one
   * @return the blocks that are found to have moved with this batch and were not with the one
   *     before, with how far the means of the window are from the reference
   */
  SortedMap<String, Double> accept(List<SortedMap<String, double[]>> means, long judged) {
    SortedMap<String, Double> moved = new TreeMap<>();
    long oldest = judged - means.size();
    long first = (oldest + REFERENCE - 1) / REFERENCE * REFERENCE;
    int from = (int) (first - oldest);
    if (from + REFERENCE >= means.size()) {
      return moved;
    }
    if (first != begin) {
      begin = first;
      begin(means, from);
    }
    SortedMap<String, double[]> newest = means.get(means.size() - 1);
    for (Map.Entry<String, Block> entry : blocks.entrySet()) {
      Block block = entry.getValue();
      boolean wasAbove = block.isAbove();
      double[] mean = newest.get(entry.getKey());
      if (mean != null && block.accept(mean) && !wasAbove) {
        List<SortedMap<String, double[]>> window =
            means.subList(means.size() - WINDOW, means.size());
        moved.put(entry.getKey(), block.deviations(of(entry.getKey(), window)));
      }
    }
    return moved;
  }

  /** With what came after the reference, but for the newest. */
  private void begin(List<SortedMap<String, double[]>> means, int from) {
    blocks.clear();
    WindowOptions options = new WindowOptions(WINDOW, runLength, seed);
    whitenings.forEach(
        (name, whitening) -> {
          double[][] reference =
              of(name, means.subList(from, from + REFERENCE)).stream()
                  .map(whitening::apply)
                  .toArray(double[][]::new);
          if (reference.length == REFERENCE && Whitening.varies(reference)) {
            Block block = new Block(whitening, reference, options);
            of(name, means.subList(from + REFERENCE, means.size() - 1)).forEach(block::accept);
            blocks.put(name, block);
          }
        });
  }

  private static List<double[]> of(String block, List<SortedMap<String, double[]>> means) {
    return means.stream().map(it -> it.get(block)).filter(Objects::nonNull).toList();
  }
}
