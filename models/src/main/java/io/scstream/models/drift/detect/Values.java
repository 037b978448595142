package io.scstream.models.drift.detect;

import static io.scstream.models.ModelException.checkInput;

/** What detectors refuse. */
final class Values {
  private Values() {}

  static void check(double value) {
    checkInput(Double.isFinite(value), "Invalid value: %s; expected a finite number", value);
  }

  static void check(double[] code, int dimensions) {
    checkInput(
        code.length == dimensions,
        "Invalid code: %d dimensions; expected %d",
        code.length,
        dimensions);
    for (double value : code) {
      check(value);
    }
  }
}
