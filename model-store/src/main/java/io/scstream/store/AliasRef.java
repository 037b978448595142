package io.scstream.store;

import java.util.Optional;

record AliasRef(String lineage, String alias) implements VersionRef {

  AliasRef {
    Names.checkLineage(lineage);
    Names.checkAlias(alias);
  }

  @Override
  public Optional<ModelVersion> resolve(ModelStore store) {
    return store.alias(lineage, alias);
  }

  @Override
  public String toString() {
    return lineage + "@" + alias;
  }
}
