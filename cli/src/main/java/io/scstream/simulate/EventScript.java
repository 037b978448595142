package io.scstream.simulate;

import static io.scstream.models.ModelException.checkConfig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.scstream.models.ModelException;
import io.scstream.models.ModelException.Category;
import io.scstream.models.simulate.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of events: YAML with one list, {@code events}, of what may stand on the command line.
 *
 * <pre>{@code
 * events:
 *   - batch-effect@30:sd=0.5
 *   - shift@50:genes=20,log-fold=1.0
 * }</pre>
 */
public final class EventScript {
  private static final String KEY = "events";

  private EventScript() {}

  /**
   * Reads a script.
   *
   * @throws ModelException that names the file and the entry
   */
  public static List<Event> read(Path file) {
    JsonNode events = tree(file).path(KEY);
    checkConfig(
        events.isArray(), "Invalid script %s: no list of events; expected events: [...]", file);
    List<Event> all = new ArrayList<>();
    for (JsonNode entry : events) {
      int number = all.size() + 1;
      checkConfig(
          entry.isTextual(),
          "Invalid script %s: event %d: %s; expected text such as shift@50:genes=20",
          file,
          number,
          entry);
      try {
        all.add(Event.parse(entry.asText()));
      } catch (ModelException e) {
        throw new ModelException(
            Category.BAD_CONFIG,
            "Invalid script %s: event %d: %s".formatted(file, number, e.getMessage()),
            e);
      }
    }
    return all;
  }

  private static JsonNode tree(Path file) {
    JsonNode tree;
    try {
      tree = new YAMLMapper().readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new ModelException(
          Category.BAD_CONFIG,
          "Invalid script %s: %s; expected YAML".formatted(file, e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new ModelException(
          Category.BAD_CONFIG,
          "Invalid script %s: %s; expected a file that can be read"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
    tree.fieldNames()
        .forEachRemaining(
            name ->
                checkConfig(
                    name.equals(KEY),
                    "Invalid script %s: key %s; expected events only",
                    file,
                    name));
    return tree;
  }
}
