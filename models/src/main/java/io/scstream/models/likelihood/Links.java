package io.scstream.models.likelihood;

/** The two scalar functions that every likelihood here is made of, without overflow. */
final class Links {

  private Links() {}

  /** log(1 + e^a). */
  static double softplus(double a) {
    return Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
  }

  /** 1 / (1 + e^−a). */
  static double sigmoid(double a) {
    double e = Math.exp(-Math.abs(a));
    return a >= 0 ? 1 / (1 + e) : e / (1 + e);
  }
}
