package io.scstream.bench;

import io.scstream.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What happened to a disturbed run, on disk, so that it can be looked at again. */
final class FaultDiary {
  private static final int COLUMNS = 4;

  private final Path file;

  /** The diary of a bench in this folder. */
  FaultDiary(Path folder) {
    this.file = folder.resolve("faults.tsv");
  }

  /**
   * One fault.
   *
   * @param kind its word
   * @param seconds to the next new step
   * @param isRecovery whether these seconds are the recovery from a crash of the training
   */
  record Entry(long seed, String kind, double seconds, boolean isRecovery) {

    private String line() {
      return seed + "\t" + kind + "\t" + seconds + "\t" + isRecovery;
    }

    private static Entry of(String line) {
      String[] cells = line.split("\t", -1);
      if (cells.length != COLUMNS) {
        throw new ConfigException(
            "Invalid line of a diary: " + line + "; expected seed, kind, seconds, recovery");
      }
      return new Entry(
          Long.parseLong(cells[0]),
          cells[1],
          Double.parseDouble(cells[2]),
          Boolean.parseBoolean(cells[3]));
    }
  }

  void write(Entry entry) {
    try {
      Files.writeString(
          file,
          entry.line() + System.lineSeparator(),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  /**
   * All entries, in order.
   *
   * @throws UncheckedIOException if there is no diary
   */
  List<Entry> read() {
    try {
      return Files.readAllLines(file).stream().map(Entry::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read " + file + "; expected the folder of a bench of faults", e);
    }
  }

  /** How often each kind happened. */
  static SortedMap<String, Integer> byKind(List<Entry> entries) {
    SortedMap<String, Integer> byKind = new TreeMap<>();
    entries.forEach(entry -> byKind.merge(entry.kind, 1, Integer::sum));
    return byKind;
  }

  /** The seconds of all recoveries. */
  static List<Double> recoveries(List<Entry> entries) {
    return entries.stream().filter(Entry::isRecovery).map(Entry::seconds).toList();
  }
}
