package io.scstream.cluster;

import io.scstream.cluster.ClusterProcess.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the Linux kernel says of a process.
 *
 * @param begin when it began, in ticks since the machine did; empty for none
 */
record ProcFile(State state, String begin) {
  private static final ProcFile NONE = new ProcFile(State.DEAD, "");
  private static final int STATE = 0;
  private static final int BEGIN = 19;
  private static final int KIB = 1024;

  static ProcFile of(long pid) {
    try {
      String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // The command's name comes first, in parentheses, and may itself hold some.
      List<String> fields = List.of(line.substring(line.lastIndexOf(')') + 2).split(" ", -1));
      return switch (fields.get(STATE)) {
        case "Z", "X" -> NONE; // Dead, and only waiting to be noticed by its parent.
        case "T" -> new ProcFile(State.SUSPENDED, fields.get(BEGIN));
        default -> new ProcFile(State.RUNNING, fields.get(BEGIN));
      };
    } catch (IOException e) {
      return NONE;
    }
  }

  static long residentMiB(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .map(line -> line.replaceAll("\\D", ""))
              .mapToLong(Long::parseLong)
              .findFirst()
              .orElse(0)
          / KIB;
    } catch (IOException e) {
      return 0;
    }
  }
}
