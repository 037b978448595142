package io.scstream.models.trial.factor;

import io.scstream.models.evaluate.Codes;
import io.scstream.models.evaluate.Hsic;
import io.scstream.models.evaluate.Labels;
import io.scstream.models.evaluate.Standardizer;
import io.scstream.models.evaluate.independence.StratifiedTest;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.FactorBlock;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is claimed of the three blocks of a factorized code (Mao et al. 2024, figure 4), tested.
 *
 * @param claims the test of each
 * @param dependence normalized, without bias, between {@code x} or {@code t}, the covariate's and
 *     the treatment's block, or {@code random} numbers of the same shape, and the covariates {@code
 *     x} or treatments {@code t}: keys such as {@code x_t}
 */
public record Independence(
    Map<Claim, StratifiedTest.Result> claims, Map<String, Double> dependence) {
  private static final int CELLS = 2000;

  /** Copies. */
  public Independence {
    claims = Map.copyOf(claims);
    dependence = Collections.unmodifiableMap(new LinkedHashMap<>(dependence));
  }

  /** The test of one claim. */
  public StratifiedTest.Result claim(Claim claim) {
    return Optional.ofNullable(claims.get(claim)).orElseThrow();
  }

  /** Four independences that hold in the graph from labels to blocks. */
  public enum Claim {
    /** z_x ⊥ t | x. */
    COVARIATE_BLOCK_FROM_TREATMENT("x_t"),
    /** z_t ⊥ x | t. */
    TREATMENT_BLOCK_FROM_COVARIATE("t_x"),
    /** z_x ⊥ z_tx | x. */
    COVARIATE_BLOCK_FROM_INTERACTION("x_tx"),
    /** z_t ⊥ z_tx | t. */
    TREATMENT_BLOCK_FROM_INTERACTION("t_tx");

    private final String label;

    Claim(String label) {
      this.label = label;
    }

    /** Its short name. */
    public String label() {
      return label;
    }
  }

  /**
   * Of codes that were best made without labels, of cells that were not learned from.
   *
   * @param codes with a block for each {@link FactorBlock#label}
   */
  public static Independence of(BlockCodes codes, StratifiedTest.Options options, long seed) {
    float[][] ofX = codes.block(FactorBlock.COVARIATE.label());
    float[][] ofT = codes.block(FactorBlock.TREATMENT.label());
    float[][] ofBoth = codes.block(FactorBlock.INTERACTION.label());
    Labels x = codes.covariates();
    Labels t = codes.doses();
    Map<Claim, StratifiedTest.Result> claims = new EnumMap<>(Claim.class);
    claims.put(Claim.COVARIATE_BLOCK_FROM_TREATMENT, StratifiedTest.of(ofX, t, x, options, seed));
    claims.put(Claim.TREATMENT_BLOCK_FROM_COVARIATE, StratifiedTest.of(ofT, x, t, options, seed));
    claims.put(
        Claim.COVARIATE_BLOCK_FROM_INTERACTION, StratifiedTest.of(ofX, ofBoth, x, options, seed));
    claims.put(
        Claim.TREATMENT_BLOCK_FROM_INTERACTION, StratifiedTest.of(ofT, ofBoth, t, options, seed));
    return new Independence(claims, dependence(codes, seed));
  }

  private static Map<String, Double> dependence(BlockCodes codes, long seed) {
    float[][] ofX = codes.block(FactorBlock.COVARIATE.label());
    float[][] random = new float[ofX.length][ofX[0].length];
    for (int row = 0; row < random.length; row++) {
      CounterRandom.of(seed, row, "trial/random-block").fillGaussian(random[row]);
    }
    Map<String, float[][]> sides = new LinkedHashMap<>();
    sides.put("x", ofX);
    sides.put("t", codes.block(FactorBlock.TREATMENT.label()));
    sides.put("random", random);
    int[] order = CounterRandom.of(seed, 0, "trial/dependence").permutation(ofX.length);
    int[] cells = Arrays.copyOf(order, Math.min(CELLS, order.length));
    Map<String, Double> dependence = new LinkedHashMap<>();
    sides.forEach(
        (name, block) -> {
          dependence.put(name + "_x", dependence(block, codes.covariates(), cells));
          dependence.put(name + "_t", dependence(block, codes.treatments(), cells));
        });
    return dependence;
  }

  private static double dependence(float[][] block, Labels labels, int[] cells) {
    double[][] rows = Codes.rows(Codes.widen(block), cells);
    double[][] scores = Standardizer.fit(rows).apply(rows);
    Labels ofCells = Labels.of(Arrays.stream(cells).map(labels::group).toArray());
    return Hsic.of(scores, ofCells).unbiasedNormalized();
  }
}
