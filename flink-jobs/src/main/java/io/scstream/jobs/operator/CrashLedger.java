package io.scstream.jobs.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers across processes which chunk was being taken in when native code crashed. Before a
 * chunk is taken in, its id and the process are written down; when the next process finds them
 * there together with the error file that Java writes on a native crash, the chunk is to blame. A
 * process that was killed leaves no error file and blames nobody.
 *
 * <p>Two files for each lineage: what is being taken in, and how often each chunk was to blame.
 */
final class CrashLedger {
  /** Folder of the ledger, the same on all nodes; without it there is none. */
  static final String FOLDER = "scstream.crash-ledger";

  /** Folder that {@code -XX:ErrorFile=FOLDER/hs_err_pid%p.log} writes to. */
  static final String ERROR_FILES = "scstream.error-files";

  private static final Logger LOG = LoggerFactory.getLogger(CrashLedger.class);
  private static final int TOLERATED = 1;

  private final Optional<Path> folder;
  private final Path errorFiles;
  private final String lineage;
  private final long process;
  private Properties crashes = new Properties();

  CrashLedger(Optional<Path> folder, Path errorFiles, String lineage, long process) {
    this.folder = folder;
    this.errorFiles = errorFiles;
    this.lineage = lineage;
    this.process = process;
  }

  /** The ledger of a lineage where the system properties say, or one that does nothing. */
  static CrashLedger here(String lineage) {
    return new CrashLedger(
        Optional.ofNullable(System.getProperty(FOLDER)).map(Path::of),
        Path.of(System.getProperty(ERROR_FILES, ".")),
        lineage,
        ProcessHandle.current().pid());
  }

  /** Looks whether the process before died of the chunk that it was taking in. */
  void open() {
    folder.ifPresent(
        place -> {
          try {
            Files.createDirectories(place);
            crashes = read(file("crashes"));
            blame();
            done();
          } catch (IOException e) {
            LOG.warn("Cannot use the crash ledger in {}", place, e);
          }
        });
  }

  /** Whether native code crashed on the chunk twice. */
  boolean isPoison(String chunk) {
    return crashesOf(chunk) > TOLERATED;
  }

  /** The chunk is about to be taken in. */
  void begin(String chunk) {
    if (folder.isPresent()) {
      Properties now = new Properties();
      now.setProperty("chunk", chunk);
      now.setProperty("process", String.valueOf(process));
      write(file("chunk"), now);
    }
  }

  /** It was taken in, or rejected; nothing crashed. */
  void done() {
    if (folder.isPresent()) {
      try {
        Files.deleteIfExists(file("chunk"));
      } catch (IOException e) {
        LOG.warn("Cannot clear {}", file("chunk"), e);
      }
    }
  }

  private void blame() throws IOException {
    Path marker = file("chunk");
    if (!Files.exists(marker)) {
      return;
    }
    Properties then = read(marker);
    String chunk = then.getProperty("chunk", "");
    Path error = errorFiles.resolve("hs_err_pid" + then.getProperty("process") + ".log");
    // In a container every process may have the same number: an older error is not of this one.
    if (!Files.exists(error)
        || Files.getLastModifiedTime(error).compareTo(Files.getLastModifiedTime(marker)) < 0) {
      return;
    }
    int count = 1 + crashesOf(chunk);
    crashes.setProperty(chunk, String.valueOf(count));
    write(file("crashes"), crashes);
    LOG.warn(
        "Native code crashed while {} was taken in, for the {}. time: {}", chunk, count, error);
  }

  private int crashesOf(String chunk) {
    return Integer.parseInt(crashes.getProperty(chunk, "0"));
  }

  private Path file(String kind) {
    return folder.orElseThrow().resolve(lineage + "." + kind);
  }

  private static Properties read(Path file) {
    Properties properties = new Properties();
    if (Files.exists(file)) {
      try (Stream<String> lines = Files.lines(file)) {
        lines.forEach(
            line -> {
              int at = line.indexOf('\t');
              properties.setProperty(line.substring(at + 1), line.substring(0, Math.max(0, at)));
            });
      } catch (IOException | UncheckedIOException e) {
        LOG.warn("Cannot read {}", file, e);
      }
    }
    return properties;
  }

  private static void write(Path file, Properties properties) {
    List<String> lines =
        properties.stringPropertyNames().stream()
            .sorted()
            .map(name -> properties.getProperty(name) + "\t" + name)
            .toList();
    try {
      Path beside = Files.write(file.resolveSibling(file.getFileName() + ".new"), lines);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("Cannot write {}", file, e);
    }
  }
}
