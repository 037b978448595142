package io.scstream.bench;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.simulate.FactorRecipe;
import io.scstream.models.simulate.Recipe;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.trial.Phase;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Phases with a model that is to learn from them: of simulated cells, or of any.
 *
 * @param genes of the cells
 * @param model contrastive, whatever the recipe was made for
 */
public record LearnedPhases(int genes, List<Phase> phases, ModelSpec model) {

  /** Of recipes that come without a model of this family: about what made the cells. */
  private static final Recipe.Fit FACTORS = new Recipe.Fit(Noise.NEGATIVE_BINOMIAL, 3, 6, 64, 2, 1);

  /** Copies. */
  public LearnedPhases {
    phases = List.copyOf(phases);
  }

  /**
   * How many cells.
   *
   * @param perRole of each role in a phase
   */
  public record Size(int phases, int perRole) {}

  /**
   * What a model has in place of what the recipe says.
   *
   * @param hidden units of a layer
   * @param latent dimensions of each block of codes
   */
  public record Sizes(Optional<Integer> hidden, Optional<Integer> latent) {
    private Recipe.Fit fit(Recipe.Fit own, Noise noise) {
      return new Recipe.Fit(
          noise,
          latent.orElse(own.backgroundLatent()),
          latent.orElse(own.salientLatent()),
          hidden.orElse(own.hidden()),
          own.layers(),
          own.epochs(),
          own.groups());
    }
  }

  /**
   * Draws the cells.
   *
   * @param recipe the label of a {@link Recipe} or of a {@link FactorRecipe}
   * @throws io.scstream.models.ModelException if there is no such recipe, or it has fewer phases
   */
  public static LearnedPhases of(String recipe, Size size, Sizes sizes, long seed) {
    checkConfig(size.perRole > 0, "Invalid per-role: %d; expected 1 or more", size.perRole);
    boolean hasFactors =
        Arrays.stream(FactorRecipe.values()).anyMatch(it -> it.label().equals(recipe));
    return hasFactors
        ? of(FactorRecipe.named(recipe), size, sizes, seed)
        : of(Recipe.named(recipe), size, sizes, seed);
  }

  private static LearnedPhases of(Recipe recipe, Size size, Sizes sizes, long seed) {
    int genes = recipe.simulate(seed).genes();
    return new LearnedPhases(
        genes,
        Phase.of(recipe, size.phases, size.perRole, seed),
        sizes.fit(recipe.fit(), recipe.fit().noise()).spec(genes));
  }

  private static LearnedPhases of(FactorRecipe recipe, Size size, Sizes sizes, long seed) {
    int genes = recipe.simulate(seed).genes();
    List<Phase> phases = Phase.of(recipe, size.phases, size.perRole, seed);
    boolean areCounts = phases.get(0).cells().get(0).holdsCounts();
    Noise noise = areCounts ? Noise.NEGATIVE_BINOMIAL : Noise.GAUSSIAN;
    return new LearnedPhases(genes, phases, sizes.fit(FACTORS, noise).spec(genes));
  }
}
