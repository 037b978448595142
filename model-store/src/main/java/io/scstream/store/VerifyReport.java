package io.scstream.store;

import java.util.List;

/** What a check of the store looked at, and everything it found wrong. */
public record VerifyReport(int manifests, int blobs, int aliases, List<Problem> problems) {

  public VerifyReport {
    problems = List.copyOf(problems);
  }

  public boolean isClean() {
    return problems.isEmpty();
  }

  /**
   * One thing that is not as it should be.
   *
   * @param file relative to the root of the store
   */
  public record Problem(String file, String expected, String found) {

    @Override
    public String toString() {
      return file + ": expected " + expected + "; found " + found;
    }
  }
}
