package io.scstream.store;

import java.util.Locale;

/**
 * A name of a version.
 *
 * @param name as in {@code lineage@name}
 */
public record VersionName(String name, ModelVersion version, Kind kind) {

  /** Whether the name stays. */
  public enum Kind {
    /** Moves from version to version, such as {@code latest}. */
    ALIAS,
    /** Names one version until it is taken away. */
    TAG;

    /** As it is written. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
