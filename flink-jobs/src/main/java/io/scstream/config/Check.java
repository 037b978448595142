package io.scstream.config;

import java.util.List;

/** Checks of one setting each; a refusal names the key, the value and what was expected. */
final class Check {
  private Check() {}

  static void check(boolean holds, String key, Object value, String expectation) {
    if (!holds) {
      throw new ConfigException("Invalid " + key + ": " + value + "; expected " + expectation);
    }
  }

  static void atLeast(String key, int value, int least) {
    check(value >= least, key, value, "a whole number, " + least + " or more");
  }

  static void shareOf(String key, double value) {
    check(value >= 0 && value < 1, key, value, "a share from 0 to below 1");
  }

  static void positive(String key, double value) {
    check(value > 0 && Double.isFinite(value), key, value, "a positive number");
  }

  static void zeroOrMore(String key, double value) {
    check(value >= 0 && Double.isFinite(value), key, value, "zero or a positive number");
  }

  static void oneOf(String key, String value, List<String> allowed) {
    check(allowed.contains(value), key, value, "one of " + String.join(", ", allowed));
  }

  static void matches(String key, String value, String pattern) {
    check(value.matches(pattern), key, value, "text that matches " + pattern);
  }
}
