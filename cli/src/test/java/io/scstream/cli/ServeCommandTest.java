package io.scstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ServeCommandTest {
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = new CommandLine(new ServeCommand());
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  @Test
  void aServerThatOthersReachWantsAToken() {
    assertThat(run("--host", "0.0.0.0")).isEqualTo(2);
    assertThat(err.toString()).contains("Missing token for a server that others reach");
  }

  @Test
  void tellsMisuseBeforeItAsksABroker(@TempDir Path folder) throws IOException {
    assertThat(run("--port", "70000")).isEqualTo(2);
    assertThat(err.toString()).contains("Invalid --port: 70000; expected 0 to 65535");
    assertThat(run("--points", "0")).isEqualTo(2);
    Path token = folder.resolve("token");
    Files.writeString(token, "short\n");
    assertThat(run("--admin-token-file", token.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("expected one word of at least 16 characters")
        .as("a token is never printed")
        .doesNotContain("short");
    assertThat(run("--read-token-file", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(run("--oidc-issuer", "https://id.example")).isEqualTo(2);
    assertThat(err.toString()).contains("Expected all of --oidc-issuer");
    assertThat(
            run(
                "--oidc-issuer",
                "https://id.example",
                "--oidc-audience",
                "a",
                "--oidc-keys",
                "http://id.example/keys"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("expected an https URL");
  }
}
