package io.scstream.cluster;

import io.scstream.cluster.ClusterProcess.State;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The processes of a cluster as the system sees them. Each has a file with its number and the time
 * at which it began, since the system gives the number of a dead process to another one.
 */
final class ProcessTable {
  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final ClusterFolder folder;

  ProcessTable(ClusterFolder folder) {
    this.folder = folder;
  }

  private record Entry(long pid, String begin) {}

  /** Starts a process that goes on when this one ends, also when its terminal is closed. */
  void start(ClusterProcess process, List<String> command, Map<String, String> environment) {
    List<String> all = new ArrayList<>(command);
    if (Files.isExecutable(SETSID)) {
      all.add(0, SETSID.toString()); // It becomes the command and keeps the process number.
    }
    File out = folder.log().resolve(process.name() + ".out").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .directory(folder.root().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(out));
    builder.environment().putAll(environment);
    try {
      long pid = builder.start().pid();
      Files.writeString(file(process), pid + " " + ProcFile.of(pid).begin() + "\n");
    } catch (IOException e) {
      throw new ClusterException("Cannot start " + process + ": " + e.getMessage(), e);
    }
  }

  /** How it fares now. */
  State state(ClusterProcess process) {
    return entry(process).map(entry -> ProcFile.of(entry.pid).state()).orElse(State.DEAD);
  }

  boolean isDead(ClusterProcess process) {
    return state(process) == State.DEAD;
  }

  /** The process number, if it lives. */
  Optional<Long> pid(ClusterProcess process) {
    return entry(process).map(Entry::pid);
  }

  /** Resident memory in MiB, if it lives. */
  Optional<Long> residentMiB(ClusterProcess process) {
    return entry(process).map(entry -> ProcFile.residentMiB(entry.pid));
  }

  /** Ends a process without any warning, and waits until it is gone. */
  void kill(ClusterProcess process) {
    signal(process, "KILL");
    Patience.until(process + " is gone", GRACE, () -> isDead(process));
  }

  /** Asks a process to end, and makes it end if it does not. */
  void stop(ClusterProcess process) {
    signal(process, "TERM");
    signal(process, "CONT");
    if (!Patience.within(GRACE, () -> isDead(process))) {
      kill(process);
    }
  }

  void suspend(ClusterProcess process) {
    signal(process, "STOP");
  }

  void resume(ClusterProcess process) {
    signal(process, "CONT");
  }

  private void signal(ClusterProcess process, String signal) {
    entry(process)
        .ifPresent(
            entry -> {
              try {
                new ProcessBuilder("sh", "-c", "kill -" + signal + " " + entry.pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(GRACE.toSeconds(), TimeUnit.SECONDS);
              } catch (IOException e) {
                throw new ClusterException("Cannot signal " + process + ": " + e, e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ClusterException("Interrupted while signalling " + process, e);
              }
            });
  }

  private Optional<Entry> entry(ClusterProcess process) {
    Path file = file(process);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      String[] parts = Files.readString(file).strip().split(" ", -1);
      Entry entry = new Entry(Long.parseLong(parts[0]), parts.length > 1 ? parts[1] : "");
      ProcFile now = ProcFile.of(entry.pid);
      return now.state() != State.DEAD && now.begin().equals(entry.begin)
          ? Optional.of(entry)
          : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      throw new ClusterException("Unreadable " + file + ": " + e.getMessage(), e);
    }
  }

  private Path file(ClusterProcess process) {
    return folder.run().resolve(process.name() + ".pid");
  }
}
