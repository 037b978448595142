package io.scstream.models.trial;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.simulate.Draw;
import io.scstream.models.simulate.FactorCell;
import io.scstream.models.simulate.FactorRecipe;
import io.scstream.models.simulate.FactorSimulation;
import io.scstream.models.simulate.Recipe;
import io.scstream.models.simulate.Simulation;
import io.scstream.models.stream.HoldOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cells that a stream brings for a while and never again.
 *
 * @param cells in the order in which they come
 */
public record Phase(String name, List<Cell> cells) {
  private static final double FULL_DOSE = 1;

  /** Checks and copies. */
  public Phase {
    cells = List.copyOf(cells);
    checkInput(!cells.isEmpty(), "Invalid phase %s: no cells; expected at least one", name);
  }

  /** The cells that are never trained on. */
  List<Cell> heldOut(HoldOut rule) {
    return cells.stream().filter(cell -> rule.holds(cell.id(), Optional.empty())).toList();
  }

  /** The cells in another order. */
  public static Phase shuffled(String name, List<Cell> cells, long seed) {
    List<Cell> shuffled = new ArrayList<>(cells.size());
    for (int i : CounterRandom.of(seed, 0, "order/" + name).permutation(cells.size())) {
      shuffled.add(cells.get(i));
    }
    return new Phase(name, shuffled);
  }

  /**
   * Phases of cells of a recipe, as many background cells as target cells in each. Those of {@code
   * r-svae} have each a share of its hundred perturbations; those of other recipes a law each.
   *
   * @param perRole cells of each role in a phase; of perturbations about so many
   */
  public static List<Phase> of(Recipe recipe, int phases, int perRole, long seed) {
    List<Phase> made = new ArrayList<>();
    Simulation shared = recipe.simulate(seed);
    boolean isShared = recipe == Recipe.R_SVAE;
    List<List<Cell>> dealt =
        isShared ? dealt(shared.draw("phases", Role.TARGET, phases * perRole), phases) : List.of();
    for (int phase = 0; phase < phases; phase++) {
      String name = "phase-" + (phase + 1);
      Simulation law = isShared ? shared : recipe.simulate(seed + phase);
      List<Cell> cells = new ArrayList<>(law.draw(name, Role.BACKGROUND, perRole).cells());
      cells.addAll(isShared ? dealt.get(phase) : law.draw(name, Role.TARGET, perRole).cells());
      made.add(shuffled(name, cells, seed));
    }
    return made;
  }

  /**
   * Phases of one treatment in one line each, with controls of that line: all treatments in the
   * first line, then in the next.
   *
   * @param phases no more than there are pairs of line and treatment
   * @param perRole cells of each role in a phase
   */
  public static List<Phase> of(FactorRecipe recipe, int phases, int perRole, long seed) {
    FactorSimulation law = recipe.simulate(seed);
    checkInput(
        phases > 0 && phases <= law.covariates() * law.treatments(),
        "Invalid phases: %d; expected 1 to %d, a line and a treatment each",
        phases,
        law.covariates() * law.treatments());
    List<Phase> made = new ArrayList<>();
    for (int phase = 0; phase < phases; phase++) {
      String name = "phase-" + (phase + 1);
      int line = phase / law.treatments();
      int treatment = 1 + phase % law.treatments();
      List<FactorCell> drawn = new ArrayList<>(law.draw(name, line, 0, 0, perRole));
      drawn.addAll(law.draw(name, line, treatment, FULL_DOSE, perRole));
      made.add(shuffled(name, drawn.stream().map(FactorCell::cell).toList(), seed));
    }
    return made;
  }

  /** Every perturbation belongs to one phase. */
  private static List<List<Cell>> dealt(Draw draw, int phases) {
    List<List<Cell>> dealt = new ArrayList<>();
    for (int phase = 0; phase < phases; phase++) {
      dealt.add(new ArrayList<>());
    }
    for (int i = 0; i < draw.cells().size(); i++) {
      dealt.get(draw.label(i) % phases).add(draw.cells().get(i));
    }
    return dealt;
  }
}
