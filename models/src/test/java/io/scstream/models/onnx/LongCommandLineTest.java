package io.scstream.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The command line of a Flink process names every jar; a runtime was seen to die of its length. */
class LongCommandLineTest {

  /** Loads the runtime; the file is none, which it says. */
  static final class Loads {
    private Loads() {}

    public static void main(String[] arguments) {
      try (OnnxEncoder encoder = OnnxEncoder.open(new byte[] {1, 2, 3}, 1)) {
        System.exit(2);
      } catch (ModelException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void theRuntimeLoadsWhereTheCommandLineIsLong() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-Dlong=" + "x".repeat(50_000),
                "-cp",
                System.getProperty("java.class.path"),
                Loads.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("Cannot load the exported encoder: ");
  }
}
