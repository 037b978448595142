package io.scstream.models.random;

/**
 * Two independent standard normal numbers from two uniform ones (Box and Muller 1958): {@code r
 * cos(2πu)} and {@code r sin(2πu)} with {@code r² = -2 log v}.
 *
 * <p>Logarithm, sine and cosine are short series of plain double arithmetic, whose errors are below
 * 1e-13 of their values: the same on every machine, as {@link StrictMath} is, in a quarter of its
 * time.
 */
final class BoxMuller {
  private static final double TWO_PI = 2 * Math.PI;
  private static final double LOG_2 = 0.6931471805599453;
  private static final double HALF_ROOT = 0.7071067811865476;
  private static final long MANTISSA = 0xfffffffffffffL;
  private static final int EXPONENT_BITS = 52;
  private static final int BIAS = 1023;

  private double first;
  private double second;

  /** The number along the cosine. */
  double first() {
    return first;
  }

  /** The number along the sine. */
  double second() {
    return second;
  }

  /**
   * Draws both.
   *
   * @param radial above 0, at most 1
   * @param turn from 0 to below 1
   */
  void draw(double radial, double turn) {
    double radius = Math.sqrt(-2 * log(radial));
    int quarter = (int) (4 * turn + 0.5);
    double angle = TWO_PI * (turn - 0.25 * quarter); // from -π/4 to π/4, less an exact number
    double sine = sine(angle);
    double cosine = cosine(angle);
    switch (quarter & 3) {
      case 0 -> set(radius * cosine, radius * sine);
      case 1 -> set(radius * -sine, radius * cosine);
      case 2 -> set(radius * -cosine, radius * -sine);
      default -> set(radius * sine, radius * -cosine);
    }
  }

  private void set(double ofCosine, double ofSine) {
    first = ofCosine;
    second = ofSine;
  }

  /** Of a normal number, by the series of the inverse hyperbolic tangent about √½ to √2. */
  static double log(double x) {
    long bits = Double.doubleToRawLongBits(x);
    int exponent = (int) (bits >>> EXPONENT_BITS) - BIAS;
    double m =
        Double.longBitsToDouble((bits & MANTISSA) | ((long) (BIAS - 1) << EXPONENT_BITS)); // ½ to 1
    if (m < HALF_ROOT) {
      m *= 2;
    } else {
      exponent++;
    }
    double f = (m - 1) / (m + 1);
    double s = f * f;
    double series = 1.0 / 17;
    series = 1.0 / 15 + s * series;
    series = 1.0 / 13 + s * series;
    series = 1.0 / 11 + s * series;
    series = 1.0 / 9 + s * series;
    series = 1.0 / 7 + s * series;
    series = 1.0 / 5 + s * series;
    series = 1.0 / 3 + s * series;
    return exponent * LOG_2 + 2 * f * (1 + s * series);
  }

  /** Of an angle up to π/4 to either side. */
  private static double sine(double a) {
    double s = a * a;
    double series = 1.0 / (14 * 15);
    series = 1.0 / (12 * 13) * (1 - s * series);
    series = 1.0 / (10 * 11) * (1 - s * series);
    series = 1.0 / (8 * 9) * (1 - s * series);
    series = 1.0 / (6 * 7) * (1 - s * series);
    series = 1.0 / (4 * 5) * (1 - s * series);
    series = 1.0 / (2 * 3) * (1 - s * series);
    return a * (1 - s * series);
  }

  /** Of an angle up to π/4 to either side. */
  private static double cosine(double a) {
    double s = a * a;
    double series = 1.0 / (15 * 16);
    series = 1.0 / (13 * 14) * (1 - s * series);
    series = 1.0 / (11 * 12) * (1 - s * series);
    series = 1.0 / (9 * 10) * (1 - s * series);
    series = 1.0 / (7 * 8) * (1 - s * series);
    series = 1.0 / (5 * 6) * (1 - s * series);
    series = 1.0 / (3 * 4) * (1 - s * series);
    return 1 - s * (0.5 * (1 - s * series));
  }
}
