package io.scstream.models.device;

import ai.djl.engine.EngineException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells a device without free memory from other failures. The engine has one exception for all of
 * them, so its words have to do: those of CUDA and those of its allocator on the CPU.
 */
public final class MemoryShortage {
  private static final List<String> WORDS =
      List.of("out of memory", "not enough memory", "can't allocate memory", "bad_alloc");

  private MemoryShortage() {}

  /** Whether the engine failed for want of memory. A full heap of Java is something else. */
  public static boolean isCauseOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof EngineException && says(cause.getMessage())) {
        return true;
      }
    }
    return false;
  }

  private static boolean says(@Nullable String message) {
    String said = message == null ? "" : message.toLowerCase(Locale.ROOT);
    return WORDS.stream().anyMatch(said::contains);
  }
}
