package io.scstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/** One run for each lineage: the first that comes, for ever. */
final class Owners {

  private static final int FORMAT_VERSION = 1;

  private final Storage storage;

  Owners(Storage storage) {
    this.storage = storage;
  }

  Optional<LineageOwner> owner(String lineage) {
    return storage.read(Names.owner(lineage)).map(content -> parse(lineage, content));
  }

  /**
   * Takes the lineage for the run that wrote the manifest, unless it has it already. A manifest
   * without a run is for a lineage without an owner only.
   */
  void claim(ModelManifest manifest) {
    String lineage = manifest.version().lineage();
    RunOrigin origin = manifest.written().origin();
    Optional<LineageOwner> owner = owner(lineage);
    if (owner.isEmpty() && origin != null) {
      byte[] content = content(new LineageOwner(lineage, origin, manifest.written().createdAt()));
      if (storage.createOnce(Names.owner(lineage), content)) {
        return;
      }
      owner = owner(lineage);
    }
    owner
        .filter(other -> origin == null || !other.origin().run().equals(origin.run()))
        .ifPresent(other -> refuse(other, manifest));
  }

  static LineageOwner parse(String lineage, byte[] content) {
    String path = Names.owner(lineage);
    try {
      return JsonFields.read(
          "owner of a lineage",
          new String(content, UTF_8),
          fields -> {
            fields.checkFormat(FORMAT_VERSION);
            String name = fields.text("lineage");
            if (!name.equals(lineage)) {
              throw StoreException.corrupt(
                  "It is the owner of " + name + "; expected that of " + lineage);
            }
            return fields.make(
                () ->
                    new LineageOwner(
                        name, ManifestParser.readOrigin(fields), fields.instant("since")));
          });
    } catch (StoreException e) {
      throw new StoreException(e.category(), path + ": " + e.getMessage(), e);
    }
  }

  private static byte[] content(LineageOwner owner) {
    return Json.pretty(
        json -> {
          json.writeNumberField("formatVersion", FORMAT_VERSION);
          json.writeStringField("lineage", owner.lineage());
          ManifestParser.writeOrigin(json, owner.origin());
          json.writeStringField("since", owner.since().toString());
        });
  }

  private static void refuse(LineageOwner owner, ModelManifest manifest) {
    RunOrigin origin = manifest.written().origin();
    throw new StoreException(
        StoreException.Category.CONFLICT,
        "Lineage "
            + owner.lineage()
            + " belongs to run "
            + owner.origin().run()
            + " since "
            + owner.since()
            + "; "
            + manifest.version()
            + " comes from "
            + (origin == null ? "no run" : "run " + origin.run())
            + ". Nothing was changed. Resume from the saved state of that run, or choose another"
            + " lineage.name, with lineage.fork=true to begin it with a saved state");
  }
}
