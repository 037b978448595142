package io.scstream.models.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.spec.Noise;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class RecipeTest {

  private static final int CELLS = 20;

  @Test
  void namesAreStable() {
    assertThat(Stream.of(Recipe.values()).map(Recipe::label))
        .containsExactly(
            "r-small-gaussian",
            "r-small-poisson",
            "r-small-nb",
            "r-small-bernoulli",
            "r-medium",
            "r-over",
            "r-imb",
            "r-depth-5",
            "r-depth-10",
            "r-groups",
            "r-groups-pooled",
            "r-svae",
            "r-az-linear",
            "r-az-leaky",
            "r-thin");
    for (Recipe recipe : Recipe.values()) {
      assertThat(Recipe.named(recipe.label())).isEqualTo(recipe);
    }
    assertThatThrownBy(() -> Recipe.named("r-large"))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Invalid recipe: r-large; expected one of r-small-gaussian, ");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "R_THIN")
  void aSeedAndANameGiveTheSameCells(Recipe recipe) {
    for (Role role : Role.values()) {
      Draw draw = recipe.simulate(7).draw("train", role, CELLS);
      Draw longer = recipe.simulate(7).draw("train", role, 2 * CELLS);
      assertThat(contents(draw)).isEqualTo(contents(longer).subList(0, CELLS));
      assertThat(draw.salient()).isDeepEqualTo(Arrays.copyOf(longer.salient(), CELLS));
      assertThat(contents(draw))
          .doesNotContainAnyElementsOf(contents(recipe.simulate(7).draw("test", role, CELLS)))
          .doesNotContainAnyElementsOf(contents(recipe.simulate(8).draw("train", role, CELLS)));
    }
  }

  private static List<List<Float>> contents(Draw draw) {
    return draw.cells().stream().map(RecipeTest::entries).toList();
  }

  private static List<Float> entries(Cell cell) {
    return IntStream.range(0, cell.nonZeros())
        .boxed()
        .flatMap(i -> Stream.of((float) cell.gene(i), cell.value(i)))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "R_THIN")
  void backgroundCellsHaveNoSalientCodeAndTargetCellsHaveOne(Recipe recipe) {
    Simulation simulation = recipe.simulate(0);
    Draw background = simulation.draw("train", Role.BACKGROUND, CELLS);
    Draw target = simulation.draw("train", Role.TARGET, CELLS);
    for (int row = 0; row < CELLS; row++) {
      assertThat(background.salient(row)).containsOnly(0f);
      assertThat(background.label(row)).isZero();
      assertThat(background.cells().get(row).role()).isEqualTo(Role.BACKGROUND);
      assertThat(target.salient(row)).isNotEqualTo(background.salient(row));
      assertThat(target.label(row)).isPositive();
      assertThat(target.cells().get(row).role()).isEqualTo(Role.TARGET);
      assertThat(target.background(row)).hasSameSizeAs(background.background(row));
    }
    assertThat(background.background()).hasDimensions(CELLS, background.background(0).length);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "R_THIN")
  void itsModelReadsItsCells(Recipe recipe) {
    Simulation simulation = recipe.simulate(0);
    Minibatch minibatch =
        Minibatch.of(simulation.genes(), simulation.draw("train", Role.TARGET, CELLS).cells());
    assertThat(minibatch.holdsCounts()).isEqualTo(recipe.fit().noise() != Noise.GAUSSIAN);
    assertThat(recipe.fit().spec(simulation.genes()).noise()).isEqualTo(recipe.fit().noise());
  }

  @Test
  void onlyTheFittedSizesOfOverDiffer() {
    assertThat(contents(Recipe.R_OVER.simulate(2).draw("train", Role.TARGET, CELLS)))
        .isEqualTo(contents(Recipe.R_SMALL_POISSON.simulate(2).draw("train", Role.TARGET, CELLS)));
    Recipe.Fit small = Recipe.R_SMALL_POISSON.fit();
    assertThat(Recipe.R_OVER.fit())
        .isEqualTo(
            new Recipe.Fit(small.noise(), 10, 10, small.hidden(), small.layers(), small.epochs()));
    assertThat(Recipe.R_OVER.cells()).isEqualTo(Recipe.R_SMALL_POISSON.cells());
  }

  @Test
  void everyGroupHasItsOwnSalientCoordinates() {
    Draw draw = Recipe.R_GROUPS.simulate(2).draw("train", Role.TARGET, 300);
    for (int row = 0; row < 300; row++) {
      int group = draw.cells().get(row).group();
      assertThat(draw.label(row)).isEqualTo(1 + group);
      for (int i = 0; i < 15; i++) {
        assertThat(draw.salient(row)[i] != 0).isEqualTo(i / 5 == group);
      }
    }
    assertThat(draw.cells().stream().mapToInt(Cell::group).distinct().sorted())
        .containsExactly(0, 1, 2);
    Draw pooled = Recipe.R_GROUPS_POOLED.simulate(2).draw("train", Role.TARGET, 300);
    assertThat(contents(pooled)).isEqualTo(contents(draw));
    assertThat(pooled.labels()).isEqualTo(draw.labels());
    assertThat(pooled.cells()).extracting(Cell::group).containsOnly(0);
  }

  @Test
  void sizesAreThoseOfTheReferenceRuns() {
    assertThat(Recipe.R_SMALL_POISSON.stepsPerEpoch()).isEqualTo(39);
    assertThat(Recipe.R_IMB.stepsPerEpoch()).isEqualTo(39);
    assertThat(Recipe.R_IMB.cells()).isEqualTo(new Recipe.Cells(500, 5000, 2000));
    assertThat(Recipe.R_MEDIUM.stepsPerEpoch()).isEqualTo(156);
    assertThat(Recipe.R_MEDIUM.simulate(0).genes()).isEqualTo(200);
    assertThat(Recipe.R_AZ_LINEAR.simulate(0).genes()).isEqualTo(4);
  }

  @Test
  void thinningNeedsRealCells() {
    assertThatThrownBy(() -> Recipe.R_THIN.simulate(0))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("expected ThinnedCells.of real control cells");
  }
}
