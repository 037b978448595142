package io.scstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names of versions: aliases move from version to version, never back unless told to; tags stay.
 * Both lie in one folder, so that a name means one thing.
 */
final class Aliases {

  private static final int FORMAT_VERSION = 1;

  private static final String TAG = "tag";

  private final Storage storage;
  private final CondemnedList condemned;

  Aliases(Storage storage, CondemnedList condemned) {
    this.storage = storage;
    this.condemned = condemned;
  }

  /** Which way an alias may move. */
  enum Move {
    FORWARD,
    ANYWHERE
  }

  Optional<Long> version(String lineage, String alias) {
    return storage
        .read(Names.alias(lineage, alias))
        .map(content -> parse(lineage, alias, content).version().version());
  }

  /** All names in a lineage, by name. */
  List<VersionName> names(String lineage) {
    List<VersionName> names = new ArrayList<>();
    for (String file : storage.list(Names.ALIASES + "/" + lineage)) {
      String name = file.endsWith(Names.JSON) ? file.substring(0, file.length() - 5) : "";
      if (Names.isName(name)) {
        storage
            .read(Names.alias(lineage, name))
            .ifPresent(content -> names.add(parse(lineage, name, content)));
      }
    }
    return names;
  }

  /** Gives a version a name that stays. The same again is done already. */
  void tag(ModelVersion version, String tag) {
    String path = Names.alias(version.lineage(), tag);
    VersionName wanted = new VersionName(tag, version, VersionName.Kind.TAG);
    if (storage.createOnce(path, content(wanted))) {
      return;
    }
    Optional<VersionName> found =
        storage.read(path).map(content -> parse(version.lineage(), tag, content));
    if (!found.equals(Optional.of(wanted))) {
      throw new StoreException(
          StoreException.Category.CONFLICT,
          path
              + " is "
              + found.map(it -> "the " + it.kind().word() + " of " + it.version()).orElse("gone")
              + "; expected no such name yet, or the tag of "
              + version);
    }
  }

  /** Takes a tag away; false if there is none. */
  boolean untag(String lineage, String tag) {
    String path = Names.alias(lineage, tag);
    Optional<VersionName> found = storage.read(path).map(content -> parse(lineage, tag, content));
    found.ifPresent(it -> requireKind(it, VersionName.Kind.TAG, path));
    storage.delete(path);
    return found.isPresent();
  }

  /** Moves an alias to a version unless it is there or further already. */
  void advance(ModelVersion version, String alias) {
    String path = Names.alias(version.lineage(), alias);
    while (true) {
      Optional<byte[]> current = storage.read(path);
      boolean isBehind =
          current
              .map(content -> parse(version.lineage(), alias, content).version())
              .map(found -> found.compareTo(version) < 0)
              .orElse(true);
      if (!isBehind || moved(path, current, version, alias)) {
        return;
      }
    }
  }

  /** Moves an alias from where the caller believes it to be; there already is done already. */
  void set(ModelVersion version, String alias, Optional<Long> expected, Move move) {
    String path = Names.alias(version.lineage(), alias);
    while (true) {
      Optional<byte[]> current = storage.read(path);
      Optional<VersionName> name = current.map(content -> parse(version.lineage(), alias, content));
      name.ifPresent(it -> requireKind(it, VersionName.Kind.ALIAS, path));
      Optional<Long> found = name.map(it -> it.version().version());
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
      if (moved(path, current, version, alias)) {
        return;
      }
    }
  }

  private boolean moved(String path, Optional<byte[]> current, ModelVersion version, String alias) {
    condemned.rescue(List.of(version.manifestPath()));
    VersionName wanted = new VersionName(alias, version, VersionName.Kind.ALIAS);
    return storage.replace(path, current, content(wanted));
  }

  private static void requireKind(VersionName name, VersionName.Kind kind, String path) {
    if (name.kind() != kind) {
      throw new StoreException(
          StoreException.Category.CONFLICT,
          path
              + " is "
              + name.kind().word()
              + " of "
              + name.version()
              + "; expected "
              + kind.word());
    }
  }

  static VersionName parse(String lineage, String alias, byte[] content) {
    String path = Names.alias(lineage, alias);
    try {
      return JsonFields.read(
          "alias",
          new String(content, UTF_8),
          fields -> {
            fields.checkFormat(FORMAT_VERSION);
            String name = fields.text("alias");
            ModelVersion version = fields.make(() -> ManifestParser.readVersion(fields));
            boolean isTag = fields.has(TAG) && fields.flag(TAG);
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
            return new VersionName(
                name, version, isTag ? VersionName.Kind.TAG : VersionName.Kind.ALIAS);
          });
    } catch (StoreException e) {
      throw new StoreException(e.category(), path + ": " + e.getMessage(), e);
    }
  }

  private static byte[] content(VersionName name) {
    return Json.pretty(
        json -> {
          json.writeNumberField("formatVersion", FORMAT_VERSION);
          json.writeStringField("alias", name.name());
          ManifestParser.writeVersion(json, name.version());
          if (name.kind() == VersionName.Kind.TAG) {
            json.writeBooleanField(TAG, true);
          }
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
