package io.scstream.matrix;

import java.nio.ByteBuffer;

/** Entries ordered by cell, read from front to back. */
interface EntryRun {
  int END = Integer.MAX_VALUE;

  /** The cell of the next entries, or {@link #END}. */
  int cell();

  /** Adds the entries of {@link #cell()} and moves on to the next cell. */
  void drainTo(RowCollector row);

  /** Reads bytes at a position of the temporary file. */
  interface Bytes {
    void read(ByteBuffer buffer, long position);
  }

  static EntryRun inMemory(int[] cells, int[] genes, int[] counts) {
    return new EntryRun() {
      private int next;

      @Override
      public int cell() {
        return next < cells.length ? cells[next] : END;
      }

      @Override
      public void drainTo(RowCollector row) {
        int cell = cells[next];
        for (; next < cells.length && cells[next] == cell; next++) {
          row.add(genes[next], counts[next]);
        }
      }
    };
  }

  static EntryRun stored(Bytes bytes, long begin, long end, int bufferSize) {
    return new StoredRun(bytes, begin, end, bufferSize);
  }

  /** A run as {@link EntrySort} writes it: cell, number of entries, then gene and count of each. */
  final class StoredRun implements EntryRun {
    private final Bytes bytes;
    private final ByteBuffer buffer;
    private final long end;
    private long position;
    private int cell;

    private StoredRun(Bytes bytes, long begin, long end, int bufferSize) {
      this.bytes = bytes;
      this.position = begin;
      this.end = end;
      this.buffer = ByteBuffer.allocate(bufferSize).limit(0);
      this.cell = hasMore() ? nextInt() : END;
    }

    @Override
    public int cell() {
      return cell;
    }

    @Override
    public void drainTo(RowCollector row) {
      for (int left = nextInt(); left > 0; left--) {
        row.add(nextInt(), nextInt());
      }
      cell = hasMore() ? nextInt() : END;
    }

    private boolean hasMore() {
      return buffer.hasRemaining() || position < end;
    }

    private int nextInt() {
      while (buffer.remaining() < Integer.BYTES) {
        buffer.compact();
        buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + end - position));
        int before = buffer.position();
        bytes.read(buffer, position);
        position += buffer.position() - before;
        buffer.flip();
      }
      return buffer.getInt();
    }
  }
}
