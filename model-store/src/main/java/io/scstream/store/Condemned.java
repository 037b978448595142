package io.scstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is to be deleted, and who deletes: one file, changed by compare and swap alone, so that all
 * who publish, name and collect see the same.
 *
 * @param lease the collection that is at work; null if none is
 * @param entries path to sentence
 */
record Condemned(@Nullable Lease lease, SortedMap<String, Sentence> entries) {

  static final Condemned NOTHING = new Condemned(null, new TreeMap<>());

  private static final int FORMAT_VERSION = 1;

  Condemned {
    entries = Copies.of(entries);
    entries.keySet().forEach(Condemned::check);
  }

  /** One collection at a time. */
  record Lease(String collector, Instant since) {}

  /**
   * What becomes of a file.
   *
   * @param since when nothing was found to refer to it
   */
  record Sentence(Instant since, State state) {}

  /** How far it has come. */
  enum State {
    /** May still be rescued by whoever refers to it. */
    WAITS,
    /** Is being deleted, and lost to everybody. */
    GOES
  }

  Condemned with(@Nullable Lease other) {
    return new Condemned(other, entries);
  }

  Condemned with(SortedMap<String, Sentence> others) {
    return new Condemned(lease, others);
  }

  /** What is on the list is deleted, so nothing else may ever come on it. */
  private static void check(String path) {
    if (!Names.isManifest(path) && !Names.isBlob(path)) {
      throw StoreException.corrupt(
          "Invalid entry in " + Names.CONDEMNED + ": " + path + "; expected a manifest or a blob");
    }
  }

  byte[] toJson() {
    return Json.pretty(
        json -> {
          json.writeNumberField("formatVersion", FORMAT_VERSION);
          if (lease != null) {
            Json.object(
                json,
                "lease",
                inner -> {
                  inner.writeStringField("collector", lease.collector());
                  inner.writeStringField("since", lease.since().toString());
                });
          }
          Json.object(
              json,
              "entries",
              inner -> {
                for (var entry : entries.entrySet()) {
                  Json.object(
                      inner,
                      entry.getKey(),
                      it -> {
                        it.writeStringField("since", entry.getValue().since().toString());
                        it.writeStringField("state", entry.getValue().state().name());
                      });
                }
              });
        });
  }

  static Condemned fromJson(byte[] content) {
    return JsonFields.read(
        Names.CONDEMNED,
        new String(content, UTF_8),
        fields -> {
          fields.checkFormat(FORMAT_VERSION);
          return new Condemned(
              fields.optionalObject(
                  "lease", it -> new Lease(it.text("collector"), it.instant("since"))),
              fields.objects("entries", it -> new Sentence(it.instant("since"), state(it))));
        });
  }

  private static State state(JsonFields fields) {
    String text = fields.text("state");
    for (State state : State.values()) {
      if (state.name().equals(text)) {
        return state;
      }
    }
    throw StoreException.corrupt(
        "Invalid field in " + Names.CONDEMNED + ": state is " + text + "; expected WAITS or GOES");
  }
}
