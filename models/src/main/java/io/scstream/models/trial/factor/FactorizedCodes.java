package io.scstream.models.trial.factor;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.Minibatch;
import io.scstream.models.learner.Embedder;
import io.scstream.models.learner.Embeddings;
import io.scstream.models.spec.FactorBlock;
import io.scstream.models.spec.FactorizedSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Posterior means of a factorized model, block by block. */
public final class FactorizedCodes {
  private static final int AT_ONCE = 500;

  private FactorizedCodes() {}

  /** What the encoders are told of a cell besides its expression. */
  public enum Labels {
    /** Its covariates and treatments, which a code may be no more than. */
    FED,
    /** Nothing. */
    MASKED
  }

  /** The blocks of cells, in their order, under the cells' own conditions either way. */
  public static BlockCodes of(Embedder model, List<Cell> cells, Labels labels) {
    FactorizedSpec spec = (FactorizedSpec) model.spec();
    Map<String, float[][]> blocks = new LinkedHashMap<>();
    for (FactorBlock block : FactorBlock.values()) {
      blocks.put(block.label(), new float[cells.size()][]);
    }
    for (int from = 0; from < cells.size(); from += AT_ONCE) {
      read(model, spec, cells, rows(cells, from), labels, blocks);
    }
    return BlockCodes.of(blocks, cells.stream().map(Cell::condition).toList());
  }

  /** In the order of a minibatch. */
  private static List<Integer> rows(List<Cell> cells, int from) {
    int to = Math.min(cells.size(), from + AT_ONCE);
    return IntStream.range(from, to)
        .boxed()
        .sorted(Comparator.comparing(row -> cells.get(row).role()))
        .toList();
  }

  private static void read(
      Embedder model,
      FactorizedSpec spec,
      List<Cell> cells,
      List<Integer> rows,
      Labels labels,
      Map<String, float[][]> blocks) {
    List<Cell> read = new ArrayList<>();
    for (int row : rows) {
      Cell cell = cells.get(row);
      read.add(labels == Labels.MASKED ? cell.under(Condition.UNKNOWN) : cell);
    }
    Embeddings found = model.embed(Minibatch.of(spec.genes(), read));
    int interaction = spec.sizes().interactionLatent();
    for (int i = 0; i < read.size(); i++) {
      float[] salient = found.salientMean(i);
      put(blocks, FactorBlock.COVARIATE, rows.get(i), found.backgroundMean(i));
      put(blocks, FactorBlock.INTERACTION, rows.get(i), Arrays.copyOf(salient, interaction));
      float[] treatment = Arrays.copyOfRange(salient, interaction, salient.length);
      put(blocks, FactorBlock.TREATMENT, rows.get(i), treatment);
    }
  }

  private static void put(Map<String, float[][]> blocks, FactorBlock block, int row, float[] code) {
    blocks.getOrDefault(block.label(), new float[0][])[row] = code;
  }
}
