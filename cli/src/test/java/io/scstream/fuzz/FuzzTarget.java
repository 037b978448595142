package io.scstream.fuzz;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What Jazzer calls, see {@code cli/src/test/fuzz/run.sh}. */
public final class FuzzTarget {
  private static @Nullable Parser parser;

  private FuzzTarget() {}

  /** Takes the name of a parser. */
  public static void fuzzerInitialize(String[] arguments) {
    parser = Parser.valueOf(arguments[0]);
  }

  /** Reads bytes; what it throws is a finding. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    Objects.requireNonNull(parser).read(bytes);
  }
}
