package io.scstream.models.drift.detect;

import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;

/** A detector's state as numbers, with the form that they are in. Immutable. */
public final class DetectorState {
  private final String kind;
  private final int version;
  private final double[] numbers;

  private DetectorState(String kind, int version, double[] numbers) {
    this.kind = kind;
    this.version = version;
    this.numbers = numbers;
  }

  /** Copies. */
  public static DetectorState of(String kind, int version, double... numbers) {
    return new DetectorState(kind, version, numbers.clone());
  }

  /** Which detector it is of, such as {@code adwin}. */
  public String kind() {
    return kind;
  }

  /** The form of the numbers, from 1. */
  public int version() {
    return version;
  }

  /** Copies. */
  public double[] numbers() {
    return numbers.clone();
  }

  /**
   * The numbers of a state of the expected kind and form.
   *
   * @throws io.scstream.models.ModelException if it is another, or a number is not finite
   */
  double[] read(String expectedKind, int expectedVersion) {
    checkInput(
        kind.equals(expectedKind) && version == expectedVersion,
        "Invalid state: %s, version %d; expected %s, version %d",
        kind,
        version,
        expectedKind,
        expectedVersion);
    for (double number : numbers) {
      checkInput(
          Double.isFinite(number),
          "Invalid state of %s: %s; expected finite numbers",
          kind,
          number);
    }
    return numbers.clone();
  }

  /** Like {@link #read}, of a fixed number. */
  double[] read(String expectedKind, int expectedVersion, int size) {
    double[] read = read(expectedKind, expectedVersion);
    checkInput(
        read.length == size,
        "Invalid state of %s: %d numbers; expected %d",
        kind,
        read.length,
        size);
    return read;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DetectorState state
        && kind.equals(state.kind)
        && version == state.version
        && Arrays.equals(numbers, state.numbers);
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + Arrays.hashCode(numbers);
  }
}
