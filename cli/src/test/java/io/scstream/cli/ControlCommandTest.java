package io.scstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ControlCommandTest {
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = new CommandLine(new ControlCommand());
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  @Test
  void tellsMisuseBeforeItAsksABroker() {
    assertThat(run("stop", "--name", "screen")).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "Invalid action: stop; expected pause, resume, publish-now, rollback-to, accept-drift,"
                + " re-reference or acknowledge");
    assertThat(run("rollback-to", "--name", "screen")).isEqualTo(2);
    assertThat(err.toString()).contains("Missing --version");
    assertThat(run("pause", "--name", "screen", "--version", "3")).isEqualTo(2);
    assertThat(err.toString()).contains("Invalid --version: 3; expected with rollback-to only");
    assertThat(run("accept-drift", "--name", "screen", "--version", "3")).isEqualTo(2);
    assertThat(run("pause")).isEqualTo(2);
  }
}
