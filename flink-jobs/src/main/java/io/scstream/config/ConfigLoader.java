package io.scstream.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings in order: the defaults, those of the model family, the user's file, single
 * settings such as {@code train.replay-steps=4}. Later ones win.
 */
public final class ConfigLoader {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .addModule(new SimpleModule().addDeserializer(Duration.class, new DurationReader()))
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.TryConvert)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.TryConvert)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.TryConvert))
          .build();

  private static final Pattern NOT_LEARNED =
      Pattern.compile(
          "(kafka|store|checkpoint|embed|input\\.batches|input\\.leakage)\\..*"
              + "|publish\\.(store|max-pending|staging-ttl)|lineage\\.fork"
              + "|input\\.dead-letter-ratio");

  private static final String STORE = "store";
  private static final String ACCESS = "access";

  private ConfigLoader() {}

  /** The effective settings: the tree, and all of it as flat text for a manifest. */
  public record Loaded(ScstreamConfig config, SortedMap<String, String> flat) {
    /** Copies. */
    public Loaded {
      flat = new TreeMap<>(flat);
    }

    /** The same with places filled in, which are no part of what is learned. */
    public Loaded at(String bootstrap, String store, String checkpoints) {
      return new Loaded(config.at(bootstrap, store, checkpoints), flat);
    }
  }

  /** The settings of a file, if one is given, with single settings on top. */
  public static Loaded load(Optional<Path> file, List<String> settings) {
    ObjectNode user = file.map(ConfigLoader::read).orElseGet(YAML::createObjectNode);
    settings.forEach(setting -> set(user, setting));
    return loaded(user);
  }

  private static Loaded loaded(ObjectNode user) {
    ObjectNode tree = resource("defaults.yaml");
    String family = family(user, tree);
    merge(tree, resource("models/" + family + ".yaml"));
    merge(tree, user);
    SortedMap<String, String> flat = flatten(tree);
    ((ObjectNode) tree.path("model")).remove("family"); // It has chosen the defaults.
    ObjectNode publish = (ObjectNode) tree.path("publish");
    Check.check(!publish.has(ACCESS), "publish." + ACCESS, "set", "settings under store");
    publish.set(ACCESS, tree.remove(STORE)); // Who publishes needs it.
    return new Loaded(bind(tree), flat);
  }

  /**
   * The settings that a manifest records, to train the same again; where things lie and how jobs
   * are kept alive has the defaults. Items of lists must be without commas.
   *
   * @throws ConfigException if a setting is not known or has no value that this release takes
   */
  public static Loaded ofRecorded(SortedMap<String, String> flat) {
    ObjectNode defaults = resource("defaults.yaml");
    ObjectNode user = YAML.createObjectNode();
    flat.forEach(
        (key, text) -> {
          String[] keys = key.split("\\.", -1);
          ObjectNode node = user;
          for (int i = 0; i < keys.length - 1; i++) {
            node = node.withObjectProperty(keys[i]);
          }
          node.set(keys[keys.length - 1], like(defaults.at("/" + key.replace('.', '/')), text));
        });
    return loaded(user);
  }

  /** A recorded text as what it was written from. */
  private static JsonNode like(JsonNode example, String text) {
    if (example.isArray()) {
      ArrayNode items = YAML.createArrayNode();
      if (!text.isEmpty()) {
        List.of(text.split(",", -1)).forEach(items::add);
      }
      return items;
    }
    return example.isTextual() ? YAML.getNodeFactory().textNode(text) : scalar(text);
  }

  /** The families that have a file of defaults. */
  public static List<String> families() {
    return List.of(
        "so-cvae",
        "mo-cvae",
        "co-cvae",
        "mo-co-cvae",
        "contrastive-vi",
        "mm-cvae",
        "cvae-tc",
        "fcr",
        "fcr-published");
  }

  private static String family(ObjectNode user, ObjectNode defaults) {
    JsonNode chosen = user.path("model").path("family");
    String family = (chosen.isMissingNode() ? defaults.at("/model/family") : chosen).asText();
    Check.oneOf("model.family", family, families());
    return family;
  }

  private static ScstreamConfig bind(ObjectNode tree) {
    try {
      return YAML.treeToValue(tree, ScstreamConfig.class);
    } catch (UnrecognizedPropertyException e) {
      List<String> known =
          e.getKnownPropertyIds() == null
              ? List.of()
              : e.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
      throw new ConfigException(
          "Unknown setting: " + path(e) + "; expected one of " + String.join(", ", known), e);
    } catch (JsonMappingException e) {
      if (e.getCause() instanceof ConfigException refused) {
        throw refused;
      }
      throw new ConfigException("Invalid " + path(e) + ": " + firstLine(e), e);
    } catch (JsonProcessingException e) {
      throw new ConfigException("Invalid settings: " + firstLine(e), e);
    }
  }

  private static String path(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(reference -> String.valueOf(reference.getFieldName()))
            .collect(Collectors.joining("."));
    return path.replaceFirst("^publish\\." + ACCESS + "(?=\\.|$)", STORE);
  }

  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("unreadable");
  }

  private static ObjectNode read(Path file) {
    try {
      JsonNode tree = YAML.readTree(Files.readString(file));
      if (tree instanceof ObjectNode object) {
        return object;
      }
      if (tree.isMissingNode() || tree.isNull()) {
        return YAML.createObjectNode();
      }
      throw new ConfigException("Invalid " + file + ": expected a YAML mapping of settings");
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr();
      throw new ConfigException("Invalid " + file + where + ": " + firstLine(e), e);
    } catch (IOException e) {
      throw new ConfigException("Unreadable " + file + ": expected a YAML file of settings", e);
    }
  }

  private static ObjectNode resource(String name) {
    try (InputStream in = ConfigLoader.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("Missing resource: " + name);
      }
      return (ObjectNode) YAML.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void set(ObjectNode tree, String setting) {
    int at = setting.indexOf('=');
    if (at < 1) {
      throw new ConfigException("Invalid setting: " + setting + "; expected key=value");
    }
    String[] keys = setting.substring(0, at).split("\\.", -1);
    if (keys[0].equals("kafka") && keys.length > 2) { // Kafka's own keys contain dots.
      keys =
          new String[] {"kafka", "properties", setting.substring("kafka.properties.".length(), at)};
    }
    ObjectNode node = tree;
    for (int i = 0; i < keys.length - 1; i++) {
      JsonNode next = node.path(keys[i]);
      node = next instanceof ObjectNode object ? object : node.putObject(keys[i]);
    }
    node.set(keys[keys.length - 1], scalar(setting.substring(at + 1)));
  }

  private static JsonNode scalar(String text) {
    try {
      JsonNode value = YAML.readTree(text);
      return value.isMissingNode() ? YAML.getNodeFactory().textNode(text) : value;
    } catch (JsonProcessingException e) {
      return YAML.getNodeFactory().textNode(text);
    }
  }

  private static void merge(ObjectNode base, ObjectNode over) {
    over.properties()
        .forEach(
            field -> {
              JsonNode below = base.get(field.getKey());
              if (below instanceof ObjectNode object
                  && field.getValue() instanceof ObjectNode add) {
                merge(object, add);
              } else {
                base.set(field.getKey(), field.getValue());
              }
            });
  }

  private static SortedMap<String, String> flatten(ObjectNode tree) {
    SortedMap<String, String> flat = new TreeMap<>();
    flatten("", tree, flat);
    // Where things lie, how to get in and how jobs are kept alive is no part of what was learned.
    flat.keySet().removeIf(key -> NOT_LEARNED.matcher(key).matches());
    return flat;
  }

  private static void flatten(String prefix, @Nullable JsonNode node, Map<String, String> flat) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              field ->
                  flatten(
                      prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey(),
                      field.getValue(),
                      flat));
    } else if (node != null) {
      List<String> items = new ArrayList<>();
      node.forEach(item -> items.add(item.asText()));
      flat.put(prefix, node.isArray() ? String.join(",", items) : node.asText());
    }
  }
}
