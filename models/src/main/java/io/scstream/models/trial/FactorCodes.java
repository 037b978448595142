package io.scstream.models.trial;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.Minibatch;
import io.scstream.models.evaluate.BlockSeparation;
import io.scstream.models.learner.Embedder;
import io.scstream.models.learner.Embeddings;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.simulate.FactorCell;
import io.scstream.models.spec.FactorBlock;
import io.scstream.models.spec.FactorizedSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Posterior means of a factorized model, block by block, of simulated cells in random order. */
public final class FactorCodes {
  private static final int AT_ONCE = 500;

  private final List<FactorCell> cells;
  private final Map<FactorBlock, float[][]> codes = new EnumMap<>(FactorBlock.class);

  private FactorCodes(List<FactorCell> cells) {
    this.cells = cells;
  }

  /**
   * The codes of cells.
   *
   * @param isMasked whether encoders are kept from the labels, so that no code can be a label that
   *     was handed through
   */
  public static FactorCodes of(Embedder model, List<FactorCell> cells, boolean isMasked) {
    int[] order = CounterRandom.of(0, 0, "factor-codes").permutation(cells.size());
    FactorCodes codes = new FactorCodes(IntStream.of(order).mapToObj(cells::get).toList());
    for (FactorBlock block : FactorBlock.values()) {
      codes.codes.put(block, new float[cells.size()][]);
    }
    for (int from = 0; from < cells.size(); from += AT_ONCE) {
      codes.read(model, from, Math.min(cells.size(), from + AT_ONCE), isMasked);
    }
    return codes;
  }

  /** Rows of a minibatch have an order of their own. */
  private void read(Embedder model, int from, int to, boolean isMasked) {
    FactorizedSpec spec = (FactorizedSpec) model.spec();
    List<Integer> rows = new ArrayList<>(IntStream.range(from, to).boxed().toList());
    rows.sort(Comparator.comparing(row -> cells.get(row).cell().role()));
    List<Cell> read =
        rows.stream()
            .map(row -> cells.get(row).cell())
            .map(cell -> isMasked ? cell.under(Condition.UNKNOWN) : cell)
            .toList();
    Embeddings found = model.embed(Minibatch.of(spec.genes(), read));
    int interaction = spec.sizes().interactionLatent();
    for (int i = 0; i < rows.size(); i++) {
      float[] salient = found.salientMean(i);
      put(FactorBlock.COVARIATE, rows.get(i), found.backgroundMean(i));
      put(FactorBlock.INTERACTION, rows.get(i), Arrays.copyOf(salient, interaction));
      put(
          FactorBlock.TREATMENT,
          rows.get(i),
          Arrays.copyOfRange(salient, interaction, salient.length));
    }
  }

  private void put(FactorBlock block, int row, float[] code) {
    codes.getOrDefault(block, new float[0][])[row] = code;
  }

  /** The cells in the order of the codes. */
  public List<FactorCell> cells() {
    return cells;
  }

  /** The codes of one block, row by row; not a copy. */
  public float[][] of(FactorBlock block) {
    return codes.getOrDefault(block, new float[0][]);
  }

  /** How well the learned blocks stand for the true ones. */
  public BlockSeparation separation() {
    List<float[][]> learned = new ArrayList<>();
    List<float[][]> truth = new ArrayList<>();
    for (FactorBlock block : FactorBlock.values()) {
      learned.add(of(block));
      truth.add(cells.stream().map(cell -> cell.code(block)).toArray(float[][]::new));
    }
    return BlockSeparation.of(
        learned, truth, cells.stream().map(cell -> cell.cell().condition()).toList());
  }
}
