package io.scstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Staged versions as compact JSON, for the state of a stream job. */
public final class StagedVersionParser {

  private static final int FORMAT_VERSION = 1;

  private StagedVersionParser() {}

  public static String toJson(StagedVersion staged) {
    return new String(toBytes(staged), UTF_8);
  }

  public static StagedVersion fromJson(String text) {
    return JsonFields.read(
        "staged version",
        text,
        fields -> {
          fields.checkFormat(FORMAT_VERSION);
          return fields.make(() -> readStaged(fields));
        });
  }

  public static byte[] toBytes(StagedVersion staged) {
    return Json.compact(
        json -> {
          json.writeNumberField("formatVersion", FORMAT_VERSION);
          ManifestParser.writeVersion(json, staged.version());
          json.writeStringField("token", staged.token());
          Json.object(json, "blobs", inner -> ManifestParser.writeBlobs(inner, staged.blobs()));
        });
  }

  public static StagedVersion fromBytes(byte[] bytes) {
    return fromJson(new String(bytes, UTF_8));
  }

  private static StagedVersion readStaged(JsonFields fields) {
    return new StagedVersion(
        ManifestParser.readVersion(fields),
        fields.text("token"),
        fields.objects("blobs", ManifestParser::readBlob));
  }
}
