package io.scstream.models.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.ModelException;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThinnedCellsTest {

  private static final Set<Integer> CHOSEN = Set.of(0, 3, 17);
  private static final ThinnedCells.Effect EFFECT = new ThinnedCells.Effect(CHOSEN, 1.5);

  private final Simulation real = Recipe.R_SMALL_NB.simulate(4);
  private final List<Cell> controls = real.draw("controls", Role.BACKGROUND, 400).cells();
  private final Map<String, Cell> originals =
      controls.stream().collect(Collectors.toMap(Cell::id, Function.identity()));
  private final ThinnedCells thinned = ThinnedCells.of(1, real.genes(), controls, EFFECT);

  private Cell original(Cell cell) {
    return Objects.requireNonNull(originals.get(cell.id()));
  }

  private static int count(Cell cell, int gene) {
    return IntStream.range(0, cell.nonZeros())
        .filter(i -> cell.gene(i) == gene)
        .map(cell::count)
        .sum();
  }

  @Test
  void otherGenesAreNotTouched() {
    for (Cell cell : thinned.draw("train", Role.TARGET, 140).cells()) {
      Cell original = original(cell);
      long lost = 0;
      for (int gene = 0; gene < real.genes(); gene++) {
        if (CHOSEN.contains(gene)) {
          assertThat(count(cell, gene)).isBetween(0, count(original, gene));
          lost += count(original, gene) - count(cell, gene);
        } else {
          assertThat(count(cell, gene)).isEqualTo(count(original, gene));
        }
      }
      assertThat(cell.librarySize()).isEqualTo(original.librarySize() - lost);
    }
  }

  @Test
  void countsStayWithTheProbabilityOfTheCellsEffect() {
    for (Role role : Role.values()) {
      Draw draw = thinned.draw("train", role, 140);
      double kept = 0;
      double expected = 0;
      double variance = 0;
      for (int row = 0; row < 140; row++) {
        double share = 1 / (1 + Math.exp(-1.5 * draw.salient(row)[0]));
        for (int gene : CHOSEN) {
          int before = count(original(draw.cells().get(row)), gene);
          kept += count(draw.cells().get(row), gene);
          expected += share * before;
          variance += share * (1 - share) * before;
        }
      }
      assertThat(kept).isCloseTo(expected, within(4 * Math.sqrt(variance)));
    }
  }

  @Test
  void pseudoBackgroundHasNoEffectAndHalvesTheGenes() {
    Draw draw = thinned.draw("test", Role.BACKGROUND, 60);
    assertThat(draw.salient()).isDeepEqualTo(new float[60][1]);
    assertThat(draw.background()).isDeepEqualTo(new float[60][0]);
    assertThat(draw.labels()).containsOnly(0);
    assertThat(draw.cells()).allMatch(cell -> cell.role() == Role.BACKGROUND);
    assertThat(EFFECT.kept(0)).isEqualTo(0.5);
    assertThat(EFFECT.kept(1)).isGreaterThan(0.5);
  }

  @Test
  void everyCellIsInOneDrawAndEffectsAreNormal() {
    Set<String> ids = new HashSet<>();
    for (Role role : Role.values()) {
      for (String name : List.of("train", "test")) {
        Draw draw = thinned.draw(name, role, thinned.available(name, role));
        draw.cells().forEach(cell -> assertThat(ids.add(cell.id())).isTrue());
      }
    }
    assertThat(ids).isEqualTo(originals.keySet());
    assertThat(thinned.available("train", Role.TARGET)).isEqualTo(140);
    Draw draw = thinned.draw("train", Role.TARGET, 140);
    double[] effects = IntStream.range(0, 140).mapToDouble(i -> draw.salient(i)[0]).toArray();
    Moments.of(effects).assertMatch(0, 1);
  }

  @Test
  void theSameSeedGivesTheSameCells() {
    ThinnedCells again = ThinnedCells.of(1, real.genes(), controls, EFFECT);
    ThinnedCells other = ThinnedCells.of(2, real.genes(), controls, EFFECT);
    assertThat(text(again)).isEqualTo(text(thinned)).isNotEqualTo(text(other));
  }

  private static List<String> text(ThinnedCells source) {
    return source.draw("train", Role.TARGET, 30).cells().stream()
        .map(cell -> cell.id() + IntStream.range(0, cell.nonZeros()).map(cell::count).sum())
        .toList();
  }

  @Test
  void refusesWhatCannotBeThinned() {
    assertThatThrownBy(() -> thinned.draw("more", Role.TARGET, 1))
        .isInstanceOf(ModelException.class)
        .hasMessage("Invalid name of a draw: more; expected train or test, as real cells run out");
    assertThatThrownBy(() -> thinned.draw("test", Role.TARGET, 61))
        .hasMessage("Invalid cells of test TARGET: 61; expected at most 60");
    assertThatThrownBy(() -> new ThinnedCells.Effect(Set.of(), 1))
        .hasMessage("Invalid genes to thin: none; expected at least one");
    assertThatThrownBy(() -> new ThinnedCells.Effect(CHOSEN, 0))
        .hasMessage("Invalid strength: 0.0; expected a positive number");
    assertThatThrownBy(() -> ThinnedCells.of(1, 17, List.of(), EFFECT))
        .hasMessage("Invalid gene to thin: 17; expected an index from 0 to 16");
    assertThatThrownBy(() -> ThinnedCells.of(1, 20, controls, EFFECT))
        .hasMessageMatching("Invalid gene of cell .*: \\d+; expected an index below 20");
    Cell value = Cell.ofValues("v", Role.BACKGROUND, 1, new int[] {0}, new float[] {1});
    assertThatThrownBy(() -> ThinnedCells.of(1, 50, List.of(value), EFFECT))
        .hasMessage("Invalid cell v: real values; expected counts");
  }
}
