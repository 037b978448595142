package io.scstream.models.gate;

import java.util.OptionalDouble;

/**
 * How one condition of a promotion stands.
 *
 * @param condition in a few letters, such as {@code forgetting}
 * @param verdict on it
 * @param detail in words: what was found and what was expected
 * @param value that was judged; empty if it is no number or unknown
 */
public record Finding(String condition, Verdict verdict, String detail, OptionalDouble value) {
  /** Whether a condition holds. */
  public enum Verdict {
    /** It does. */
    HOLDS,
    /** It does not: the version stays a candidate. */
    BROKEN,
    /** There is nothing to judge it by, which is no reason to refuse. */
    UNKNOWN
  }

  /** Whether it is a reason to refuse. */
  public boolean isBroken() {
    return verdict == Verdict.BROKEN;
  }

  static Finding of(String condition, boolean holds, String detail, double value) {
    return new Finding(
        condition,
        holds ? Verdict.HOLDS : Verdict.BROKEN,
        detail,
        Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty());
  }

  static Finding unknown(String condition, String detail) {
    return new Finding(condition, Verdict.UNKNOWN, detail, OptionalDouble.empty());
  }

  /** A condition that is judged elsewhere and is not met. */
  public static Finding broken(String condition, String detail) {
    return new Finding(condition, Verdict.BROKEN, detail, OptionalDouble.empty());
  }
}
