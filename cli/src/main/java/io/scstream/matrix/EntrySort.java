package io.scstream.matrix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An external sort of entries by cell. Entries are collected until the memory budget is spent, then
 * written to a temporary file as one run, ordered by cell; reading merges the runs. A file that
 * fits the budget never touches the disk.
 */
final class EntrySort implements Resource {
  private static final int FIRST_ROOM = 1 << 12;
  private static final int WRITE_BUFFER = 1 << 18;
  private static final int READ_BUFFERS = 1 << 25;
  private static final int READ_BUFFER = 1 << 16;

  private final int memoryEntries;
  private final List<long[]> runs = new ArrayList<>();
  private int[] cells = new int[0];
  private int[] genes = new int[0];
  private int[] counts = new int[0];
  private int size;
  private @Nullable Path temporary;
  private @Nullable FileChannel channel;

  EntrySort(int memoryEntries) {
    this.memoryEntries = memoryEntries;
  }

  /** Adds an entry; those of one cell keep their order. */
  void add(int cell, int gene, int count) {
    if (size == memoryEntries) {
      spill();
    }
    if (size == cells.length) {
      grow();
    }
    cells[size] = cell;
    genes[size] = gene;
    counts[size++] = count;
  }

  /** The sorted entries. No more may be added. */
  RowSource rows(int cellCount) {
    List<EntryRun> sources = new ArrayList<>();
    int bufferSize = Math.max(512, Math.min(READ_BUFFER, READ_BUFFERS / Math.max(1, runs.size())));
    for (long[] run : runs) {
      sources.add(EntryRun.stored(this::read, run[0], run[1], bufferSize));
    }
    int[] order = order();
    sources.add(EntryRun.inMemory(take(cells, order), take(genes, order), take(counts, order)));
    return new MergedRows(sources, cellCount);
  }

  @Override
  public void close() {
    if (channel != null && temporary != null) {
      try {
        channel.close();
        Files.deleteIfExists(temporary);
      } catch (IOException e) {
        throw MatrixException.io(temporary, e);
      }
    }
  }

  private void grow() {
    int room = (int) Math.min(memoryEntries, Math.max(FIRST_ROOM, 2L * size));
    cells = Arrays.copyOf(cells, room);
    genes = Arrays.copyOf(genes, room);
    counts = Arrays.copyOf(counts, room);
  }

  private void spill() {
    try {
      FileChannel file = file();
      long begin = file.size();
      ByteBuffer buffer = ByteBuffer.allocate(WRITE_BUFFER);
      int[] order = order();
      for (int from = 0; from < size; ) {
        int to = from + 1;
        while (to < size && cells[order[to]] == cells[order[from]]) {
          to++;
        }
        put(file, buffer, cells[order[from]], to - from);
        for (; from < to; from++) {
          put(file, buffer, genes[order[from]], counts[order[from]]);
        }
      }
      write(file, buffer);
      runs.add(new long[] {begin, file.size()});
      size = 0;
    } catch (IOException e) {
      throw MatrixException.io(temporary == null ? Path.of("temporary file") : temporary, e);
    }
  }

  private FileChannel file() throws IOException {
    if (channel == null) {
      temporary = Files.createTempFile("scstream-", ".entries");
      channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    }
    return channel;
  }

  private static void put(FileChannel file, ByteBuffer buffer, int first, int second)
      throws IOException {
    if (buffer.remaining() < 2 * Integer.BYTES) {
      write(file, buffer);
    }
    buffer.putInt(first).putInt(second);
  }

  private static void write(FileChannel file, ByteBuffer buffer) throws IOException {
    buffer.flip();
    long position = file.size();
    while (buffer.hasRemaining()) {
      position += file.write(buffer, position);
    }
    buffer.clear();
  }

  private void read(ByteBuffer buffer, long position) {
    try {
      if (channel == null || channel.read(buffer, position) < 0) {
        throw new IOException("temporary file ended early");
      }
    } catch (IOException e) {
      throw MatrixException.io(temporary == null ? Path.of("temporary file") : temporary, e);
    }
  }

  /** Positions of the entries in memory, ordered by cell. */
  private int[] order() {
    long[] keys = new long[size];
    for (int i = 0; i < size; i++) {
      keys[i] = (long) cells[i] << 32 | i;
    }
    Arrays.sort(keys);
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }

  private static int[] take(int[] values, int[] order) {
    int[] taken = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      taken[i] = values[order[i]];
    }
    return taken;
  }
}
