package io.scstream.matrix;

/** Arrays as the HDF5 library returns them, as numbers. */
final class Numbers {
  private Numbers() {}

  static double[] of(Object array) {
    if (array instanceof double[] doubles) {
      return doubles;
    }
    if (array instanceof float[] floats) {
      return ofFloats(floats);
    }
    if (array instanceof int[] ints) {
      return ofInts(ints);
    }
    double[] numbers = new double[java.lang.reflect.Array.getLength(array)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(java.lang.reflect.Array.get(array, i));
    }
    return numbers;
  }

  private static double number(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if ("TRUE".equals(value) || "FALSE".equals(value)) {
      return "TRUE".equals(value) ? 1 : 0;
    }
    throw new IllegalArgumentException("not a number: " + value);
  }

  private static double[] ofFloats(float[] floats) {
    double[] numbers = new double[floats.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = floats[i];
    }
    return numbers;
  }

  private static double[] ofInts(int[] ints) {
    double[] numbers = new double[ints.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = ints[i];
    }
    return numbers;
  }
}
