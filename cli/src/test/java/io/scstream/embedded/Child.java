package io.scstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another Java process that prints one line when it is ready and ends with its input. */
final class Child implements AutoCloseable {
  private final Process process;
  private final String greeting;

  private Child(Process process, String greeting) {
    this.process = process;
    this.greeting = greeting;
  }

  static Child start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx512m", "-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    return new Child(process, String.valueOf(out.readLine()));
  }

  String greeting() {
    return greeting;
  }

  long pid() {
    return process.pid();
  }

  /** Lets the process end by itself. */
  int end() throws Exception {
    process.outputWriter(StandardCharsets.UTF_8).close();
    return code();
  }

  /** SIGTERM. */
  int terminate() throws InterruptedException {
    process.toHandle().destroy(); // Unlike Process.destroy, leaves its input open.
    return code();
  }

  /** SIGKILL. */
  int kill() throws InterruptedException {
    process.destroyForcibly();
    return code();
  }

  private int code() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the process ended").isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
