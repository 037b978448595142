package io.scstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.Optional;

/** A process of its own that counts a shared number up, by compare and swap alone. */
final class CounterProcess {

  static final String PATH = "aliases/vae/counter.json";

  private CounterProcess() {}

  /**
   * Counts, and ends.
   *
   * @param arguments the root of the store, and how often to count
   */
  public static void main(String[] arguments) {
    Storage storage = new FileStorage(Path.of(arguments[0]), new DiskOperations());
    for (int left = Integer.parseInt(arguments[1]); left > 0; ) {
      Optional<byte[]> current = storage.read(PATH);
      if (storage.replace(PATH, current, Integer.toString(number(current) + 1).getBytes(UTF_8))) {
        left--;
      }
    }
  }

  static int number(Optional<byte[]> content) {
    return content.map(bytes -> Integer.parseInt(new String(bytes, UTF_8))).orElse(0);
  }
}
