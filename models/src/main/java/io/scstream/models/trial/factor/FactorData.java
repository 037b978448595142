package io.scstream.models.trial.factor;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Cell;
import io.scstream.models.simulate.FactorCell;
import io.scstream.models.simulate.FactorRecipe;
import io.scstream.models.simulate.FactorSimulation;
import io.scstream.models.spec.FactorBlock;
import io.scstream.models.spec.FactorizedSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cells under conditions, some to learn from and others to test codes on, and the model that suits
 * them.
 *
 * @param covariates the names of those that a model is to read
 * @param tested cells that no fit sees
 * @param sizes of the factorized model
 */
public record FactorData(
    String name,
    List<String> covariates,
    List<Cell> training,
    List<Cell> tested,
    FactorizedSpec.Sizes sizes) {
  private static final int MOST_TESTED = 2000;
  private static final int MOST_INTERACTION = 8;

  /** Checks and copies. */
  public FactorData {
    covariates = List.copyOf(covariates);
    training = List.copyOf(training);
    tested = List.copyOf(tested);
    checkInput(
        !training.isEmpty() && !tested.isEmpty(),
        "Invalid cells of %s: %d to learn from, %d to test; expected some of each",
        name,
        training.size(),
        tested.size());
  }

  /**
   * Simulated cells, with blocks of the true sizes, and 64 hidden units. As many are tested, 2,000
   * at most.
   *
   * @param seed a data set
   * @param cells to learn from
   */
  public static FactorData simulated(FactorRecipe recipe, long seed, int cells) {
    FactorSimulation simulation = recipe.simulate(seed);
    return new FactorData(
        recipe.label(),
        List.of(FactorRecipe.COVARIATE),
        simulation.draw("train", cells).stream().map(FactorCell::cell).toList(),
        simulation.draw("test", tested(cells)).stream().map(FactorCell::cell).toList(),
        new FactorizedSpec.Sizes(simulation.genes(), 64, 16, 3, 3, 3));
  }

  private static int tested(int cells) {
    return Math.min(MOST_TESTED, cells);
  }

  /** The true blocks of the tested cells of {@link #simulated}. */
  public static BlockCodes truth(FactorRecipe recipe, long seed, int cells) {
    List<FactorCell> tested = recipe.simulate(seed).draw("test", tested(cells));
    Map<String, float[][]> blocks = new LinkedHashMap<>();
    for (FactorBlock block : FactorBlock.values()) {
      blocks.put(
          block.label(), tested.stream().map(cell -> cell.code(block)).toArray(float[][]::new));
    }
    return BlockCodes.of(blocks, tested.stream().map(it -> it.cell().condition()).toList());
  }

  /**
   * Real cells, with the default model. Its interaction block has 8 dimensions, or fewer where
   * there are fewer than 17 conditions: twice as many and one more must be known.
   */
  public static FactorData of(
      String name, List<String> covariates, int genes, List<Cell> training, List<Cell> tested) {
    int conditions = (int) training.stream().map(Cell::condition).distinct().count();
    int interaction = Math.max(1, Math.min(MOST_INTERACTION, (conditions - 1) / 2));
    return new FactorData(
        name,
        covariates,
        training,
        tested,
        new FactorizedSpec.Sizes(genes, 128, 32, 16, interaction, 8));
  }
}
