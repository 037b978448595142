package io.scstream.models.drift.signal;

import static io.scstream.models.ModelException.checkConfig;
import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Cell;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What no model is needed for: medians over a batch's cells and a share of them, transformed so
 * that they are closer to normal: logarithms of sizes, mostly log odds of shares.
 */
public final class InputQuality {
  /** log(1 + the median library size). */
  public static final String LIBRARY_SIZE = "input/library-size";

  /** log(1 + the median number of genes with a count). */
  public static final String DETECTED_GENES = "input/detected-genes";

  /**
   * The share of cells that are as large as two, beyond 1.8 times the median library size, by the
   * arcsine of its root: of k among n cells 2 arcsin √((k + ⅜)/(n + ¾)), since k is small and
   * varies as its law has it (Anscombe 1948).
   */
  public static final String DOUBLET_SHARE = "input/doublet-share";

  /** Log odds of the median share of genes without a count. */
  public static final String ZERO_FRACTION = "input/zero-fraction";

  /** Log odds of the median share of counts on mitochondrial genes. */
  public static final String MITOCHONDRIAL_SHARE = "input/mitochondrial-share";

  private static final double SMALLEST_SHARE = 1e-6;
  private static final double AS_TWO = 1.8;

  private final int genes;
  private final int[] mitochondrial;

  private InputQuality(int genes, int[] mitochondrial) {
    checkConfig(genes >= 1, "Invalid genes: %d; expected a positive number", genes);
    this.genes = genes;
    this.mitochondrial = mitochondrial.clone();
    Arrays.sort(this.mitochondrial);
  }

  /**
   * For cells on these genes.
   *
   * @param genes how many
   * @param mitochondrial which of them, by index; none if that is not known
   */
  public static InputQuality of(int genes, int... mitochondrial) {
    return new InputQuality(genes, mitochondrial);
  }

  /** The indices of genes whose symbols begin with MT-, in any case. */
  public static int[] mitochondrial(List<String> symbols) {
    int[] places = new int[symbols.size()];
    int size = 0;
    for (int gene = 0; gene < places.length; gene++) {
      if (symbols.get(gene).regionMatches(true, 0, "MT-", 0, 3)) {
        places[size++] = gene;
      }
    }
    return Arrays.copyOf(places, size);
  }

  /** How many genes cells are on. */
  public int genes() {
    return genes;
  }

  /** The names of what is {@linkplain #measure measured}. */
  public List<String> names() {
    return mitochondrial.length == 0
        ? List.of(DETECTED_GENES, DOUBLET_SHARE, LIBRARY_SIZE, ZERO_FRACTION)
        : List.of(DETECTED_GENES, DOUBLET_SHARE, LIBRARY_SIZE, MITOCHONDRIAL_SHARE, ZERO_FRACTION);
  }

  /**
   * The values of a batch, by name.
   *
   * @param cells of counts, 1 or more
   */
  public SortedMap<String, Double> measure(List<Cell> cells) {
    checkInput(!cells.isEmpty(), "Invalid batch: no cells; expected 1 or more");
    SortedMap<String, Double> values = new TreeMap<>();
    double size = median(cells, Cell::librarySize);
    values.put(LIBRARY_SIZE, Math.log1p(size));
    double large = cells.stream().filter(cell -> cell.librarySize() > AS_TWO * size).count();
    values.put(DOUBLET_SHARE, 2 * Math.asin(Math.sqrt((large + 0.375) / (cells.size() + 0.75))));
    values.put(DETECTED_GENES, Math.log1p(median(cells, Cell::nonZeros)));
    values.put(ZERO_FRACTION, logit(median(cells, cell -> 1 - (double) cell.nonZeros() / genes)));
    if (mitochondrial.length > 0) {
      values.put(MITOCHONDRIAL_SHARE, logit(median(cells, this::mitochondrialShare)));
    }
    return values;
  }

  /** Log odds of a share, which counts as 10⁻⁶ at least and 1 − 10⁻⁶ at most. */
  public static double logit(double share) {
    double inside = Math.max(SMALLEST_SHARE, Math.min(1 - SMALLEST_SHARE, share));
    return Math.log(inside / (1 - inside));
  }

  private double mitochondrialShare(Cell cell) {
    long sum = 0;
    for (int i = 0; i < cell.nonZeros(); i++) {
      if (Arrays.binarySearch(mitochondrial, cell.gene(i)) >= 0) {
        sum += cell.count(i);
      }
    }
    return cell.totalCount() == 0 ? 0 : (double) sum / cell.totalCount();
  }

  private static double median(List<Cell> cells, ToDoubleFunction<Cell> value) {
    double[] sorted = cells.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
