package io.scstream.models.data;

import static io.scstream.models.ModelException.checkInput;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which genes of a model were measured in a cell: of the others it says nothing, which is not to
 * say 0. One panel is shared by all cells that were measured alike. Immutable.
 */
public final class GenePanel {
  private final int genes;
  private final int[] unmeasured;

  private GenePanel(int genes, int[] unmeasured) {
    this.genes = genes;
    this.unmeasured = unmeasured;
  }

  /**
   * All of so many genes but these.
   *
   * @throws io.scstream.models.ModelException if one of them is unknown, or none is left
   */
  public static GenePanel without(int genes, List<Integer> unmeasured) {
    int[] rising = unmeasured.stream().mapToInt(Integer::intValue).sorted().distinct().toArray();
    checkInput(
        rising.length == 0 || (rising[0] >= 0 && rising[rising.length - 1] < genes),
        "Invalid unmeasured genes: %s; expected indices below %d",
        unmeasured,
        genes);
    checkInput(rising.length < genes, "Invalid panel: no gene is measured; expected at least one");
    return new GenePanel(genes, rising);
  }

  /** Genes of the model. */
  public int genes() {
    return genes;
  }

  /** The genes that were not measured, rising. */
  public IntStream unmeasured() {
    return IntStream.of(unmeasured);
  }

  /** How many those are. */
  public int unmeasuredCount() {
    return unmeasured.length;
  }
}
