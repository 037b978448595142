package io.scstream.models.spec;

/** A block of a factorized code, in the order in which blocks stand side by side. */
public enum FactorBlock {
  /** What depends on the covariates alone, z_x. */
  COVARIATE("x", 0),
  /** What depends on covariates and treatments together, z_tx. */
  INTERACTION("tx", 1),
  /** What depends on the treatments alone, z_t. */
  TREATMENT("t", 2);

  private final String label;
  private final int place;

  FactorBlock(String label, int place) {
    this.label = label;
    this.place = place;
  }

  /** Its short name: x, tx or t. */
  public String label() {
    return label;
  }

  /** Which of the blocks it is, from 0. */
  public int place() {
    return place;
  }
}
