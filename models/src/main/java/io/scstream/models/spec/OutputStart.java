package io.scstream.models.spec;

/** What a decoder predicts before the first step. */
public enum OutputStart {
  /**
   * For every cell the mean normalised expression of the first background cells, and one dispersion
   * for all genes. It takes away most of the early loss.
   */
  EXPRESSION,
  /**
   * The same for every gene, with log dispersions from N(0, 1), as in scvi-tools. Steps are spent
   * on learning the mean, genes of low expression take thousands of them, and codes end elsewhere.
   */
  RANDOM
}
