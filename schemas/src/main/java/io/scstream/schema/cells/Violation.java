package io.scstream.schema.cells;

/** One rule that a chunk breaks. */
public record Violation(String field, String value, String expectation) {
  @Override
  public String toString() {
    return "Invalid " + field + ": " + value + "; expected " + expectation;
  }
}
