package io.scstream.models.spec;

/** How the multiplier of a constraint follows its violation. */
public enum DualRule {
  /** Projected ascent by the mean violation in units of the threshold. */
  SIMPLE,
  /** Multiplication by the exponential of the mean violation, as in GECO; never quite 0. */
  GECO,
  /** Proportional and integral control, as in nuPI; for multipliers that oscillate. */
  NUPI
}
