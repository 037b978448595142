package io.scstream.matrix;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a count file once and prints how fast, and how much heap the JVM had to use at most. */
final class ReadSpeed {
  private ReadSpeed() {}

  public static void main(String[] arguments) throws IOException {
    Path path = Path.of(arguments[0]);
    Orientation orientation =
        arguments.length > 1 ? Orientation.valueOf(arguments[1]) : Orientation.UNSTATED;
    long start = System.nanoTime();
    long entries = 0;
    long sum = 0;
    int cells;
    ReadOptions options = ReadOptions.defaults().withOrientation(orientation);
    try (CountMatrix matrix = CountMatrices.open(path, options);
        Rows rows = matrix.rows()) {
      cells = matrix.cellIds().size();
      while (rows.hasNext()) {
        CsrBlock block = rows.next();
        entries += block.entries();
        for (int count : block.counts()) {
          sum += count;
        }
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%d cells, %d entries, sum %d, %.1f s: %.0f cells/s, %.1f MB/s of file, peak heap %d MiB%n",
        cells,
        entries,
        sum,
        seconds,
        cells / seconds,
        size(path) / 1e6 / seconds,
        peakHeap() >> 20);
  }

  private static long size(Path path) throws IOException {
    return Files.isRegularFile(path) ? Files.size(path) : 0;
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
