package io.scstream.store;

import java.util.Optional;

/**
 * How a version is asked for: by number, or by an alias that moves. Made by the factories here; the
 * kinds behind them are nobody's business.
 */
public sealed interface VersionRef permits ExactRef, AliasRef {

  String lineage();

  /** The version that is meant now; the store may turn out not to hold it. */
  Optional<ModelVersion> resolve(ModelStore store);

  static VersionRef exact(String lineage, long step) {
    return exact(new ModelVersion(lineage, step));
  }

  static VersionRef exact(ModelVersion version) {
    return new ExactRef(version);
  }

  static VersionRef latest(String lineage) {
    return alias(lineage, Names.LATEST);
  }

  static VersionRef alias(String lineage, String name) {
    return new AliasRef(lineage, name);
  }

  /** Reads {@code vae@42000}, {@code vae@promoted}, {@code vae@latest} or {@code vae}. */
  static VersionRef parse(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      return latest(text);
    }
    String lineage = text.substring(0, at);
    String which = text.substring(at + 1);
    if (!Names.isNumber(which)) {
      return alias(lineage, which);
    }
    try {
      return exact(lineage, Long.parseLong(which));
    } catch (NumberFormatException e) {
      throw new StoreException(
          StoreException.Category.BAD_INPUT,
          "Invalid version: " + text + "; expected a step of at most " + Long.MAX_VALUE,
          e);
    }
  }
}
