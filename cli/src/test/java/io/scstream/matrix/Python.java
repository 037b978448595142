package io.scstream.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The system's Python, for tests against other implementations; they are skipped where it lacks
 * modules.
 */
final class Python {
  private static final String INTERPRETER = "/usr/bin/python3";

  private Python() {}

  static void assumeModules(String... modules) throws IOException, InterruptedException {
    assumeTrue(new java.io.File(INTERPRETER).canExecute(), "no Python");
    Process process = start(List.of("-c", "import " + String.join(", ", modules)));
    process.getInputStream().readAllBytes();
    assumeTrue(process.waitFor() == 0, "no Python modules " + Arrays.asList(modules));
  }

  static void run(String... arguments) throws IOException, InterruptedException {
    Process process = start(Arrays.asList(arguments));
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static Process start(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(INTERPRETER));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PYTHONUTF8", "1");
    return builder.start();
  }
}
