package io.scstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;

/** The donors that a lineage is to forget. An erasure is written once and stays. */
final class Erasures {

  private static final int FORMAT_VERSION = 1;

  private final Storage storage;

  Erasures(Storage storage) {
    this.storage = storage;
  }

  /** Writes it down; returns the one that was there first, if one was. */
  Erasure add(Erasure erasure) {
    String path = Names.erasure(erasure.lineage(), erasure.donor());
    if (storage.createOnce(path, content(erasure))) {
      return erasure;
    }
    return storage.read(path).map(bytes -> parse(path, bytes)).orElse(erasure);
  }

  List<Erasure> list(String lineage) {
    String folder = Names.erasures(lineage);
    return storage.list(folder).stream()
        .map(file -> folder + "/" + file)
        .flatMap(path -> read(path).stream())
        .toList();
  }

  private Optional<Erasure> read(String path) {
    return storage.read(path).map(bytes -> parse(path, bytes));
  }

  static Erasure parse(String path, byte[] content) {
    try {
      return JsonFields.read(
          "erasure of a donor",
          new String(content, UTF_8),
          fields -> {
            fields.checkFormat(FORMAT_VERSION);
            return fields.make(
                () ->
                    new Erasure(
                        fields.text("lineage"),
                        fields.text("donor"),
                        fields.instant("since"),
                        fields.text("by"),
                        fields.text("reason")));
          });
    } catch (StoreException e) {
      throw new StoreException(e.category(), path + ": " + e.getMessage(), e);
    }
  }

  private static byte[] content(Erasure erasure) {
    return Json.pretty(
        json -> {
          json.writeNumberField("formatVersion", FORMAT_VERSION);
          json.writeStringField("lineage", erasure.lineage());
          json.writeStringField("donor", erasure.donor());
          json.writeStringField("since", erasure.since().toString());
          json.writeStringField("by", erasure.by());
          json.writeStringField("reason", erasure.reason());
        });
  }
}
