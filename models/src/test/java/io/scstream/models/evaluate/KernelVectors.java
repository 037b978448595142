package io.scstream.models.evaluate;

/** Small blocks of fractions for which the kernel statistics are known to 14 digits. */
final class KernelVectors {

  private KernelVectors() {}

  /** [6, 2] */
  static double[][] a() {
    double[][] a = new double[6][2];
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 2; j++) {
        a[i][j] = (3 * i + 7 * j) % 11 / 5.0 - 1;
      }
    }
    return a;
  }

  /** [6, 3] */
  static double[][] b() {
    double[][] b = new double[6][3];
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 3; j++) {
        b[i][j] = (5 * i + 2 * j + i * j) % 7 / 3.0 - 1;
      }
    }
    return b;
  }

  /** The first block with its columns swapped, stretched and moved. */
  static double[][] c() {
    double[][] a = a();
    double[][] c = new double[6][2];
    for (int i = 0; i < 6; i++) {
      c[i][0] = 1.5 * a[i][1] + 0.25;
      c[i][1] = 1.5 * a[i][0] + 0.25;
    }
    return c;
  }
}
