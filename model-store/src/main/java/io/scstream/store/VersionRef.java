package io.scstream.store;

import java.time.Instant;
import java.util.Optional;

/**
 * How a version is asked for: by number, by a name, or by what it was learned from. Made by the
 * factories here; the kinds behind them are nobody's business.
 */
public sealed interface VersionRef permits ExactRef, AliasRef, AsOfRef, OffsetRef, BeforeDonorRef {

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

  /** The version that was the newest at a time: the last one written then or before. */
  static VersionRef asOf(String lineage, Instant time) {
    return new AsOfRef(lineage, time);
  }

  /**
   * The version that stood when reading had come to an offset: the last one that had learned
   * nothing at or behind it.
   *
   * @param offset of the next record to be read, as Kafka counts
   */
  static VersionRef offset(String lineage, String topic, int partition, long offset) {
    return new OffsetRef(lineage, topic, partition, offset);
  }

  /** The last version whose run had certainly not seen a cell of a donor, trained on or not. */
  static VersionRef beforeDonor(String lineage, String donor) {
    return new BeforeDonorRef(lineage, donor);
  }

  /**
   * Reads {@code vae@42000}, {@code vae@promoted} or any other name, {@code vae@latest} or {@code
   * vae}, {@code vae@as-of:2026-11-22T10:00:00Z}, {@code vae@offset:sc.cells.v1/0/1200}, and {@code
   * vae@before-donor:D17}.
   */
  static VersionRef parse(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      return latest(text);
    }
    String lineage = text.substring(0, at);
    String which = text.substring(at + 1);
    int colon = which.indexOf(':');
    if (colon >= 0) {
      return parse(lineage, which.substring(0, colon), which.substring(colon + 1));
    }
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

  private static VersionRef parse(String lineage, String kind, String value) {
    return switch (kind) {
      case AsOfRef.KIND -> AsOfRef.parse(lineage, value);
      case OffsetRef.KIND -> OffsetRef.parse(lineage, value);
      case BeforeDonorRef.KIND -> beforeDonor(lineage, value);
      default ->
          throw StoreException.badInput(
              "Unknown reference: "
                  + kind
                  + ":"
                  + value
                  + "; expected as-of:<time>, offset:<topic/partition/offset> or"
                  + " before-donor:<id>");
    };
  }
}
