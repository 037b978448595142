package io.scstream.models.simulate;

import io.scstream.models.data.Cell;
import io.scstream.models.spec.FactorBlock;

/**
 * One simulated cell with what made it.
 *
 * @param covariate its value's number, from 0
 * @param treatment its number, from 1; 0 for a control
 * @param dose of the treatment; 0 for a control
 */
public record FactorCell(Cell cell, int covariate, int treatment, double dose, Factors factors) {

  /** The true code of a block. A fresh array. */
  public float[] code(FactorBlock block) {
    return factors.of(block);
  }

  /** The three blocks of a code. */
  static final class Factors {
    private final double[] code;

    /** Takes over the array: three blocks of as many coordinates, in the order of blocks. */
    Factors(double[] code) {
      this.code = code;
    }

    float[] of(FactorBlock block) {
      int size = code.length / FactorBlock.values().length;
      float[] own = new float[size];
      for (int k = 0; k < size; k++) {
        own[k] = (float) code[block.place() * size + k];
      }
      return own;
    }
  }
}
