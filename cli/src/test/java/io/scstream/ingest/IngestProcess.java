package io.scstream.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** An ingest in its own process that stops for ever after so many cells. */
final class IngestProcess {
  private IngestProcess() {}

  static Process start(String bootstrap, String topic, Path file, long cells) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            IngestProcess.class.getName(),
            bootstrap,
            topic,
            file.toString(),
            String.valueOf(cells))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  public static void main(String[] arguments) {
    Path file = Path.of(arguments[2]);
    new Ingest(
            Map.of("bootstrap.servers", arguments[0]),
            Clock.systemUTC(),
            new Stop(Long.parseLong(arguments[3])),
            note -> {})
        .run(
            List.of(file),
            Tables.options(file),
            IngestIT.options(arguments[1], IngestOptions.defaults()));
  }

  private static final class Stop implements Progress {
    private long left;

    Stop(long cells) {
      this.left = cells;
    }

    @Override
    public void start(String work, long cells) {}

    @Override
    public void advance(long cells) {
      left -= cells;
      if (left < 0) {
        waitForInput();
      }
    }

    @Override
    public void finish() {}

    private static void waitForInput() {
      try {
        System.in.read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
