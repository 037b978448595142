package io.scstream.store;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

record OffsetRef(String lineage, String topic, int partition, long offset) implements VersionRef {

  static final String KIND = "offset";

  private static final Pattern TEXT =
      Pattern.compile("([a-zA-Z0-9._-]{1,249})/([0-9]{1,9})/([0-9]{1,18})");

  OffsetRef {
    Names.checkLineage(lineage);
    if (partition < 0 || offset < 0) {
      throw StoreException.badInput(
          "Invalid offset: "
              + topic
              + "/"
              + partition
              + "/"
              + offset
              + "; expected a partition and an offset of at least 0");
    }
  }

  static OffsetRef parse(String lineage, String value) {
    Matcher parts = TEXT.matcher(value);
    if (!parts.matches()) {
      throw StoreException.badInput(
          "Invalid offset: '" + value + "'; expected topic/partition/offset");
    }
    return new OffsetRef(
        lineage, parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)));
  }

  @Override
  public Optional<ModelVersion> resolve(ModelStore store) {
    return store.history(lineage).before(topic + "-" + partition, offset);
  }

  @Override
  public String toString() {
    return lineage + "@" + KIND + ":" + topic + "/" + partition + "/" + offset;
  }
}
