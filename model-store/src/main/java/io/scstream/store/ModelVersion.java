package io.scstream.store;

/**
 * One published snapshot of a lineage, printed {@code vae@42000}.
 *
 * @param version the optimizer step of the snapshot
 */
public record ModelVersion(String lineage, long version) implements Comparable<ModelVersion> {

  public ModelVersion {
    Names.checkLineage(lineage);
    if (version < 0) {
      throw StoreException.badInput(
          "Invalid version of " + lineage + ": " + version + "; expected a step of at least 0");
    }
  }

  /** Where the manifest lies, relative to the root of the store. */
  public String manifestPath() {
    return Names.manifest(this);
  }

  /** By lineage, then oldest first. */
  @Override
  public int compareTo(ModelVersion other) {
    int byLineage = lineage.compareTo(other.lineage);
    return byLineage != 0 ? byLineage : Long.compare(version, other.version);
  }

  @Override
  public String toString() {
    return lineage + "@" + version;
  }
}
