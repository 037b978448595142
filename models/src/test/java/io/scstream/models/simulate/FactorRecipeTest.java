package io.scstream.models.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.ModelException;
import io.scstream.models.data.Role;
import io.scstream.models.evaluate.BlockSeparation;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.FactorBlock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FactorRecipeTest {
  private static final int CELLS = 3000;

  @ParameterizedTest
  @EnumSource
  void namesAndSeedsNameTheSameCells(FactorRecipe recipe) {
    assertThat(FactorRecipe.named(recipe.label())).isEqualTo(recipe);
    List<FactorCell> cells = recipe.simulate(3).draw("train", 20);
    List<FactorCell> longer = recipe.simulate(3).draw("train", 40);
    for (int i = 0; i < cells.size(); i++) {
      assertThat(cells.get(i).code(FactorBlock.TREATMENT))
          .isEqualTo(longer.get(i).code(FactorBlock.TREATMENT));
      assertThat(cells.get(i).cell().value(0)).isEqualTo(longer.get(i).cell().value(0));
      assertThat(cells.get(i).cell().condition()).isEqualTo(longer.get(i).cell().condition());
    }
    assertThat(recipe.simulate(4).draw("train", 1).get(0).cell().value(0))
        .isNotEqualTo(cells.get(0).cell().value(0));
  }

  @Test
  void refusesAnUnknownName() {
    assertThatThrownBy(() -> FactorRecipe.named("s9"))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("Invalid recipe: s9; expected one of s1, s1-linear");
  }

  @Test
  void controlsCarryNoTreatmentAndHardlyVaryInWhatTreatmentsMove() {
    List<FactorCell> cells = FactorRecipe.S1.simulate(0).draw("train", CELLS);
    List<FactorCell> controls = cells.stream().filter(it -> it.treatment() == 0).toList();
    assertThat((double) controls.size() / CELLS).isCloseTo(0.2, within(0.03));
    for (FactorCell control : controls) {
      assertThat(control.cell().role()).isEqualTo(Role.BACKGROUND);
      assertThat(control.cell().condition().treatments()).isEmpty();
      for (FactorBlock block : List.of(FactorBlock.TREATMENT, FactorBlock.INTERACTION)) {
        for (float coordinate : control.code(block)) {
          assertThat(coordinate).isCloseTo(0, within(0.6f)); // six widths
        }
      }
    }
    for (FactorCell cell : cells) {
      boolean isControl = cell.treatment() == 0;
      assertThat(cell.cell().condition().treatments()).hasSize(isControl ? 0 : 1);
      assertThat(cell.cell().condition().covariates())
          .isEqualTo(Map.of("line", "x" + cell.covariate()));
    }
  }

  @Test
  void genesHaveMeanZeroAndVarianceOne() {
    List<FactorCell> cells = FactorRecipe.S1.simulate(1).draw("train", CELLS);
    for (int gene : new int[] {0, 17, 59}) {
      double mean = cells.stream().mapToDouble(it -> it.cell().value(gene)).average().orElseThrow();
      double square =
          cells.stream()
              .mapToDouble(it -> Math.pow(it.cell().value(gene), 2))
              .average()
              .orElseThrow();
      assertThat(mean).isCloseTo(0, within(0.1));
      assertThat(square).isCloseTo(1, within(0.1));
    }
  }

  @Test
  void theInteractionHasMeanZeroOverCovariates() {
    FactorSimulation simulation = FactorRecipe.S1.simulate(2);
    double[] sums = new double[3];
    double largest = 0;
    for (int covariate = 0; covariate < simulation.covariates(); covariate++) {
      float[] mean = mean(simulation.draw("pair", covariate, 2, 1, 3000), FactorBlock.INTERACTION);
      for (int k = 0; k < sums.length; k++) {
        sums[k] += mean[k];
        largest = Math.max(largest, Math.abs(mean[k]));
      }
    }
    // Six means of 3,000 cells, each off by 1.5 / √3000 at most.
    assertThat(Arrays.stream(sums).map(Math::abs).max().orElseThrow()).isLessThan(0.3);
    assertThat(largest).isGreaterThan(1);
  }

  private static float[] mean(List<FactorCell> cells, FactorBlock block) {
    float[] mean = new float[3];
    for (FactorCell cell : cells) {
      for (int k = 0; k < mean.length; k++) {
        mean[k] += cell.code(block)[k] / cells.size();
      }
    }
    return mean;
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.25, 0.625", "0.5, 0.8333333333", "1, 1"})
  void theDoseResponseSaturates(double dose, double response) {
    assertThat(FactorModel.response(dose)).isCloseTo(response, within(1e-9));
  }

  @Test
  void aStreamGetsItsLastLabelsLate() {
    List<FactorCell> cells = FactorRecipe.S5.simulate(0).draw("train", 14_000);
    int treatment = first(cells, it -> it.treatment() == 5);
    int covariate = first(cells, it -> it.covariate() == 5);
    int treated = first(cells, it -> it.covariate() == 5 && it.treatment() > 0);
    assertThat(treatment).isBetween(12_000, 12_100);
    assertThat(covariate).isBetween(6000, 6100);
    assertThat(treated).isBetween(6600, 6700);
  }

  private static int first(
      List<FactorCell> cells, java.util.function.Predicate<FactorCell> predicate) {
    return IntStream.range(0, cells.size())
        .filter(i -> predicate.test(cells.get(i)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void twoPairsOfTheConfoundedRecipeAreMissing() {
    List<FactorCell> cells = FactorRecipe.S4.simulate(5).draw("train", 20_000);
    Set<List<Integer>> pairs =
        cells.stream()
            .filter(it -> it.treatment() > 0)
            .map(it -> List.of(it.covariate(), it.treatment()))
            .collect(Collectors.toSet());
    for (int covariate : new int[] {0, 1}) {
      int own = covariate;
      assertThat(pairs.stream().filter(pair -> pair.get(0) == own).count()).isLessThan(5);
    }
  }

  @Test
  void countsAreOfTheLibrarysDepth() {
    List<FactorCell> cells = FactorRecipe.S2.simulate(0).draw("train", 1000);
    double median =
        cells.stream()
            .mapToDouble(it -> it.cell().librarySize())
            .sorted()
            .skip(500)
            .findFirst()
            .orElseThrow();
    assertThat(median).isBetween(4500.0, 5500.0);
  }

  @Test
  void gammaVariablesHaveTheirShapeAsMeanAndVariance() {
    for (double shape : new double[] {0.3, 1, 7.5}) {
      CounterRandom random = CounterRandom.of(0, 0, "gamma/" + shape);
      int n = 40_000;
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < n; i++) {
        double value = CountDraws.gamma(random, shape);
        sum += value / n;
        squares += value * value / n;
      }
      assertThat(sum).isCloseTo(shape, within(6 * Math.sqrt(shape / n)));
      assertThat(squares - sum * sum).isCloseTo(shape, within(0.06 * shape + 0.02));
    }
  }

  /** What the probe reads off the genes: all of a linear mixing. */
  @Test
  void blocksCanBeReadOffTheGenes() {
    assertThat(ceiling(FactorRecipe.S1_LINEAR)).isGreaterThan(0.98);
    assertThat(ceiling(FactorRecipe.S1)).isGreaterThan(0.93);
  }

  private static double ceiling(FactorRecipe recipe) {
    List<FactorCell> cells = recipe.simulate(0).draw("test", 1600);
    float[][] genes = new float[cells.size()][60];
    List<String> conditions = cells.stream().map(it -> it.cell().condition().toString()).toList();
    for (int row = 0; row < genes.length; row++) {
      for (int i = 0; i < cells.get(row).cell().nonZeros(); i++) {
        genes[row][cells.get(row).cell().gene(i)] = cells.get(row).cell().value(i);
      }
    }
    return Arrays.stream(FactorBlock.values())
        .mapToDouble(
            block ->
                BlockSeparation.ceiling(
                    genes,
                    cells.stream().map(it -> it.code(block)).toArray(float[][]::new),
                    conditions))
        .average()
        .orElseThrow();
  }
}
