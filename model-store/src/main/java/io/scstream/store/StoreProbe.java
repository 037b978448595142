package io.scstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Whether a place does what a store rests on, tried out on a file of its own that goes afterwards:
 * conditional puts, reads that see what was written, lists, deletes.
 */
final class StoreProbe {
  private static final String FOLDER = "staging/.probe";
  private static final byte[] FIRST = "first".getBytes(UTF_8);
  private static final byte[] SECOND = "second".getBytes(UTF_8);

  private final Storage storage;
  private final LongSupplier nanos;
  private final String name = UUID.randomUUID() + Names.JSON;
  private final String path = FOLDER + "/" + name;
  private final List<Long> took = new ArrayList<>();

  /**
   * Of a place.
   *
   * @param nanos a clock that only tells differences
   */
  StoreProbe(Storage storage, LongSupplier nanos) {
    this.storage = storage;
    this.nanos = nanos;
  }

  /**
   * Tries everything.
   *
   * @throws StoreException IO if a promise is broken, which it names, or nobody answers
   */
  ProbeReport run() {
    try {
      require(timed(() -> storage.createOnce(path, FIRST)), "a put that is the first is refused");
      require(
          !timed(() -> storage.createOnce(path, SECOND)) && reads(FIRST),
          "a put on the condition that nothing is there (If-None-Match: *) overwrites what is");
      require(
          timed(() -> storage.refusesStale(path, SECOND)) && reads(FIRST),
          "a put on the condition of other content (If-Match) overwrites");
      require(
          timed(() -> storage.replace(path, Optional.of(FIRST), SECOND)),
          "a put on the condition of the content that is there (If-Match) is refused");
      require(timed(() -> reads(SECOND)), "a read does not see the write before it");
      require(timed(() -> storage.list(FOLDER)).contains(name), "a list lacks what was written");
      timed(this::delete);
      require(
          storage.read(path).isEmpty() && !storage.list(FOLDER).contains(name),
          "what was deleted is still there");
    } catch (RuntimeException e) {
      cleanUp(e);
      throw e;
    }
    List<Long> sorted = took.stream().sorted().toList();
    return new ProbeReport(sorted.size(), sorted.get(sorted.size() / 2) / 1e6);
  }

  private boolean reads(byte[] expected) {
    return Arrays.equals(storage.read(path).orElse(null), expected);
  }

  private boolean delete() {
    storage.delete(path);
    return true;
  }

  /** What went wrong first is told. */
  private void cleanUp(RuntimeException first) {
    try {
      storage.delete(path);
    } catch (RuntimeException e) {
      first.addSuppressed(e);
    }
  }

  private <T> T timed(Supplier<T> operation) {
    long begin = nanos.getAsLong();
    T result = operation.get();
    took.add(nanos.getAsLong() - begin);
    return result;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new StoreException(
          StoreException.Category.IO,
          "The place of the store cannot hold one: "
              + otherwise
              + "; expected a server that honours conditional puts and reads its own writes");
    }
  }
}
