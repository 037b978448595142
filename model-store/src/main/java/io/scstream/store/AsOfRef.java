package io.scstream.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

record AsOfRef(String lineage, Instant time) implements VersionRef {

  static final String KIND = "as-of";

  AsOfRef {
    Names.checkLineage(lineage);
  }

  static AsOfRef parse(String lineage, String value) {
    try {
      return new AsOfRef(lineage, Instant.parse(value));
    } catch (DateTimeException e) {
      throw new StoreException(
          StoreException.Category.BAD_INPUT,
          "Invalid time: '" + value + "'; expected one such as 2026-11-22T10:00:00Z",
          e);
    }
  }

  @Override
  public Optional<ModelVersion> resolve(ModelStore store) {
    return store.history(lineage).asOf(time);
  }

  @Override
  public String toString() {
    return lineage + "@" + KIND + ":" + time;
  }
}
