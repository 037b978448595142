package io.scstream.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.scstream.store.ModelManifest;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/** Results on standard output: text for people, or exactly one JSON object. */
final class Output {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private Output() {}

  static void print(CommandSpec command, boolean isJson, Object json, Supplier<String> text) {
    try {
      command.commandLine().getOut().println(isJson ? JSON.writeValueAsString(json) : text.get());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Every result can be written as JSON", e);
    }
  }

  /** One version in one line. */
  static String versionLine(ModelManifest manifest) {
    return String.format(
        "%s  %,d cells trained on, %,d held out, held-out ELBO %.2f nats per cell, %s",
        manifest.version(),
        manifest.training().cellsTrained(),
        manifest.training().cellsHeldOut(),
        manifest.metrics().getOrDefault("elbo_held_out", Double.NaN),
        manifest.written().createdAt());
  }

  /** Progress, a line on standard error. */
  static void tell(CommandSpec spec, String format, Object... arguments) {
    spec.commandLine().getErr().println(String.format(Locale.ROOT, format, arguments));
    spec.commandLine().getErr().flush();
  }

  /**
   * Tells after every quarter of some work how much is done; may be called by several threads.
   *
   * @param format of what is done and of all
   */
  static IntConsumer counted(CommandSpec spec, int all, String format) {
    AtomicInteger done = new AtomicInteger();
    int quarter = Math.max(1, all / 4);
    return ignored -> {
      int now = done.incrementAndGet();
      if (now % quarter == 0) {
        tell(spec, format, now, all);
      }
    };
  }
}
