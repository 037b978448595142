package io.scstream.models.lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Functions of real numbers of 32 bits, over stretches of arrays, a register of them at a time.
 * Polynomials are least in their largest relative error, which stays below 2e-7 with that of the
 * arithmetic. Each function stands in a loop of its own: the compiler would not put it into a loop
 * elsewhere once it has compiled it alone, and would make an object of every register.
 */
final class Floats {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  static final int MANTISSA_BITS = 23;

  /** 1.5 · 2^23: what is added to it is rounded to a whole number, which stands in the low bits. */
  private static final FloatVector ROUNDING = all(12_582_912f);

  static final FloatVector ONE = all(1f);
  private static final FloatVector LOG2_E = all(1.442_695_04f);
  static final FloatVector LN_2 = all(0.693_147_18f);

  /** -ln 2 in two parts, of which the first has few enough digits for exact products. */
  private static final FloatVector LN_2_HIGH = all(-0.693_359_375f);

  private static final FloatVector LN_2_LOW = all(2.121_944_4e-4f);

  /** Below, e^x is next to the smallest number with all its digits. */
  private static final FloatVector LOWEST_EXPONENT = all(-87f);

  /** Of r^2 to r^6 in e^r. */
  private static final FloatVector E2 = all(0.499_999_94f);

  private static final FloatVector E3 = all(0.166_665_21f);
  private static final FloatVector E4 = all(0.041_668_39f);
  private static final FloatVector E5 = all(0.008_368_717f);
  private static final FloatVector E6 = all(0.001_381_459_9f);

  /** Of f^2 to f^9 in log(1 + f) − f, for 1 + f from √½ to √2. */
  static final FloatVector L2 = all(-0.5f);

  static final FloatVector L3 = all(0.333_339_1f);
  static final FloatVector L4 = all(-0.250_013_38f);
  static final FloatVector L5 = all(0.199_630_63f);
  static final FloatVector L6 = all(-0.165_775_85f);
  static final FloatVector L7 = all(0.149_147_69f);
  static final FloatVector L8 = all(-0.142_674_86f);
  static final FloatVector L9 = all(0.087_004_304f);

  static final IntVector BITS_OF_ONE = IntVector.broadcast(INTS, Float.floatToRawIntBits(1f));
  static final int BITS_OF_ROOT_OF_HALF = 0x3f3504f3;

  private Floats() {}

  private static FloatVector all(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }

  /**
   * e^(x − top) in place of x, which is at most top; below e^-87 it is that.
   *
   * @return their sum
   */
  static float exp(float[] values, int from, int to, float top) {
    FloatVector total = FloatVector.zero(SPECIES);
    for (int at = from; at < to; at += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, values, at).sub(top).max(LOWEST_EXPONENT);
      // x = n ln 2 + r with |r| of at most half ln 2.
      FloatVector shifted = x.fma(LOG2_E, ROUNDING);
      FloatVector n = shifted.sub(ROUNDING);
      FloatVector r = n.fma(LN_2_LOW, n.fma(LN_2_HIGH, x));
      FloatVector power = E6.fma(r, E5).fma(r, E4).fma(r, E3).fma(r, E2).fma(r, ONE).fma(r, ONE);
      IntVector exponent =
          shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
      FloatVector result = power.reinterpretAsInts().add(exponent).reinterpretAsFloats();
      result.intoArray(values, at);
      total = total.add(result);
    }
    return total.reduceLanes(VectorOperators.ADD);
  }
}
