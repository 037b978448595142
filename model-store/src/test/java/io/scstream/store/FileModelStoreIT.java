package io.scstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileModelStoreIT {

  private static final int PROCESSES = 3;
  private static final int COUNTS = 40;

  @Test
  void noUpdateIsLostBetweenProcesses(@TempDir Path root) throws Exception {
    Path store = root.toRealPath();
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(start(store));
    }
    for (Process process : processes) {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isZero();
    }

    Storage storage = new FileStorage(store, new DiskOperations());
    assertThat(CounterProcess.number(storage.read(CounterProcess.PATH)))
        .isEqualTo(PROCESSES * COUNTS);
  }

  private static Process start(Path store) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            CounterProcess.class.getName(),
            store.toString(),
            Integer.toString(COUNTS))
        .inheritIO()
        .start();
  }
}
