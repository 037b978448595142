package io.scstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/** Names that move from version to version, never back unless told to. */
final class Aliases {

  private static final int FORMAT_VERSION = 1;

  private final Storage storage;

  Aliases(Storage storage) {
    this.storage = storage;
  }

  /** Which way an alias may move. */
  enum Move {
    FORWARD,
    ANYWHERE
  }

  Optional<Long> version(String lineage, String alias) {
    return storage
        .read(Names.alias(lineage, alias))
        .map(content -> parse(lineage, alias, content).version());
  }

  /** Moves an alias to a version unless it is there or further already. */
  void advance(ModelVersion version, String alias) {
    String path = Names.alias(version.lineage(), alias);
    while (true) {
      Optional<byte[]> current = storage.read(path);
      boolean isBehind =
          current
              .map(content -> parse(version.lineage(), alias, content).compareTo(version) < 0)
              .orElse(true);
      if (!isBehind || storage.replace(path, current, content(version, alias))) {
        return;
      }
    }
  }

  /** Moves an alias from where the caller believes it to be; there already is done already. */
  void set(ModelVersion version, String alias, Optional<Long> expected, Move move) {
    String path = Names.alias(version.lineage(), alias);
    while (true) {
      Optional<byte[]> current = storage.read(path);
      Optional<Long> found =
          current.map(content -> parse(version.lineage(), alias, content).version());
      if (found.equals(Optional.of(version.version()))) {
        return;
      }
      check(version, alias, expected, found);
      if (move == Move.FORWARD && found.isPresent() && found.get() > version.version()) {
        throw StoreException.badInput(
            path
                + " names "
                + found.get()
                + ", newer than "
                + version
                + "; expected a newer version, or a rollback to be asked for");
      }
      if (storage.replace(path, current, content(version, alias))) {
        return;
      }
    }
  }

  static ModelVersion parse(String lineage, String alias, byte[] content) {
    String path = Names.alias(lineage, alias);
    try {
      return JsonFields.read(
          "alias",
          new String(content, UTF_8),
          fields -> {
            fields.checkFormat(FORMAT_VERSION);
            String name = fields.text("alias");
            ModelVersion version = fields.make(() -> ManifestParser.readVersion(fields));
            if (!name.equals(alias) || !version.lineage().equals(lineage)) {
              throw StoreException.corrupt(
                  "It is alias "
                      + name
                      + " of "
                      + version.lineage()
                      + "; expected "
                      + alias
                      + " of "
                      + lineage);
            }
            return version;
          });
    } catch (StoreException e) {
      throw new StoreException(e.category(), path + ": " + e.getMessage(), e);
    }
  }

  private static byte[] content(ModelVersion version, String alias) {
    return Json.pretty(
        json -> {
          json.writeNumberField("formatVersion", FORMAT_VERSION);
          json.writeStringField("alias", alias);
          ManifestParser.writeVersion(json, version);
        });
  }

  private static void check(
      ModelVersion version, String alias, Optional<Long> expected, Optional<Long> found) {
    if (!found.equals(expected)) {
      throw new StoreException(
          StoreException.Category.CONFLICT,
          Names.alias(version.lineage(), alias)
              + " names "
              + say(found)
              + "; expected "
              + say(expected)
              + " before it moves to "
              + version);
    }
  }

  private static String say(Optional<Long> version) {
    return version.map(String::valueOf).orElse("nothing");
  }
}
