package io.scstream.jobs;

import io.scstream.config.ConfigException;
import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.models.device.EngineLoading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a job that a cluster runs.
 *
 * <pre>
 * --config FILE      settings as YAML, readable by the JobManager
 * --set KEY=VALUE    one setting, repeatable
 * --model NAME@REF   for embedding: a version or an alias
 * </pre>
 */
public record JobArguments(Optional<Path> file, List<String> settings, Optional<String> model) {

  /** Copies. */
  public JobArguments {
    settings = List.copyOf(settings);
  }

  /**
   * Reads what {@code main} was given.
   *
   * @throws ConfigException for an unknown argument or one without a value
   */
  public static JobArguments parse(String... arguments) {
    @Nullable Path file = null;
    @Nullable String model = null;
    List<String> settings = new ArrayList<>();
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i];
      if (i + 1 == arguments.length) {
        throw new ConfigException("Invalid " + name + ": nothing; expected a value after it");
      }
      String value = arguments[i + 1];
      switch (name) {
        case "--config" -> file = Path.of(value);
        case "--set" -> settings.add(value);
        case "--model" -> model = value;
        default ->
            throw new ConfigException(
                "Unknown argument: " + name + "; expected --config, --set or --model");
      }
    }
    return new JobArguments(Optional.ofNullable(file), settings, Optional.ofNullable(model));
  }

  /** The settings, with further ones on top, in a process in which the job can run. */
  public ConfigLoader.Loaded load(String... further) {
    EngineLoading.check();
    List<String> all = new ArrayList<>(settings);
    all.addAll(List.of(further));
    ConfigLoader.Loaded loaded = ConfigLoader.load(file, all);
    ScstreamConfig config = loaded.config();
    require("kafka.bootstrap", config.kafka().bootstrap(), "host:port of a broker");
    require(
        "publish.store",
        config.publish().store(),
        "a folder that all nodes reach, or s3://bucket/prefix");
    return loaded;
  }

  private static void require(String key, String value, String expectation) {
    if (value.isEmpty()) {
      throw new ConfigException("Invalid " + key + ": empty; expected " + expectation);
    }
  }
}
