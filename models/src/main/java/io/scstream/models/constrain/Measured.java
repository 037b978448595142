package io.scstream.models.constrain;

/** A functional's value at a minibatch, and its gradient by both of its arguments. Immutable. */
public final class Measured {

  private final double value;
  private final boolean isKnown;
  private final double[] byFirst;
  private final double[] bySecond;

  private Measured(double value, boolean isKnown, double[] byFirst, double[] bySecond) {
    this.value = value;
    this.isKnown = isKnown;
    this.byFirst = byFirst;
    this.bySecond = bySecond;
  }

  static Measured of(double value, double[] byFirst, double[] bySecond) {
    return new Measured(value, true, byFirst, bySecond);
  }

  /** Of too few cells: 0 with gradients of 0. */
  static Measured unknown(int firstSize, int secondSize) {
    return new Measured(0, false, new double[firstSize], new double[secondSize]);
  }

  public double value() {
    return value;
  }

  /** The value, or NaN if there were too few cells, for {@link DualSteps#observe}. */
  public double observed() {
    return isKnown ? value : Double.NaN;
  }

  /** By the first argument, row after row. */
  public double[] byFirst() {
    return byFirst.clone();
  }

  /** By the second argument, row after row. */
  public double[] bySecond() {
    return bySecond.clone();
  }

  /** The gradient by the first argument times a factor, as the engine takes it. */
  public float[] byFirst(double factor) {
    return scaled(byFirst, factor);
  }

  /** The gradient by the second argument times a factor, as the engine takes it. */
  public float[] bySecond(double factor) {
    return scaled(bySecond, factor);
  }

  private static float[] scaled(double[] values, double factor) {
    float[] scaled = new float[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (values[i] * factor);
    }
    return scaled;
  }
}
