package io.scstream.store;

import java.util.Optional;

record ExactRef(ModelVersion version) implements VersionRef {

  @Override
  public String lineage() {
    return version.lineage();
  }

  @Override
  public Optional<ModelVersion> resolve(ModelStore store) {
    return Optional.of(version);
  }

  @Override
  public String toString() {
    return version.toString();
  }
}
