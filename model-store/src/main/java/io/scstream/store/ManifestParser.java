package io.scstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.scstream.store.ModelManifest.Contents;
import io.scstream.store.ModelManifest.GeneSpace;
import io.scstream.store.ModelManifest.Provenance;
import io.scstream.store.ModelManifest.Training;
import io.scstream.store.ModelManifest.Written;
import java.io.IOException;
import java.util.Map;

/**
 * Manifests as JSON. The order of the keys is fixed, unknown fields are refused, and the digest
 * beside the fields must fit them.
 */
public final class ManifestParser {

  private ManifestParser() {}

  public static String toJson(ModelManifest manifest) {
    return new String(
        Json.pretty(
            json -> {
              writeIdentity(json, manifest);
              json.writeStringField("sha256", manifest.sha256());
              Json.object(json, "written", inner -> writeWritten(inner, manifest.written()));
            }),
        UTF_8);
  }

  /**
   * Fails with CORRUPT if this is not a manifest as it was written, BAD_INPUT if of a later format.
   */
  public static ModelManifest fromJson(String json) {
    return JsonFields.read(
        "manifest",
        json,
        fields -> {
          fields.checkFormat(ModelManifest.FORMAT_VERSION);
          ModelManifest manifest = fields.make(() -> readManifest(fields));
          checkDigest(manifest, fields.text("sha256"));
          return manifest;
        });
  }

  /** What the identity is computed from: no white space, no digest, nothing volatile. */
  static byte[] canonical(ModelManifest manifest) {
    return Json.compact(json -> writeIdentity(json, manifest));
  }

  private static void writeIdentity(JsonGenerator json, ModelManifest manifest) throws IOException {
    json.writeNumberField("formatVersion", manifest.formatVersion());
    writeVersion(json, manifest.version());
    Json.object(json, "training", inner -> writeTraining(inner, manifest.training()));
    Json.object(json, "geneSpace", inner -> writeGeneSpace(inner, manifest.geneSpace()));
    Json.object(json, "provenance", inner -> writeProvenance(inner, manifest.provenance()));
    Json.object(json, "blobs", inner -> writeBlobs(inner, manifest.blobs()));
    writeTensors(json, manifest);
    Json.object(
        json,
        "trainedThrough",
        inner -> {
          for (var entry : manifest.trainedThrough().entrySet()) {
            inner.writeNumberField(entry.getKey(), entry.getValue());
          }
        });
    Json.object(
        json,
        "metrics",
        inner -> {
          for (var entry : manifest.metrics().entrySet()) {
            inner.writeNumberField(entry.getKey(), entry.getValue());
          }
        });
    json.writeNumberField("gauge", manifest.gauge());
  }

  private static ModelManifest readManifest(JsonFields fields) {
    return new ModelManifest(
        ModelManifest.FORMAT_VERSION,
        readVersion(fields),
        fields.object("training", ManifestParser::readTraining),
        fields.object("geneSpace", ManifestParser::readGeneSpace),
        fields.object("provenance", ManifestParser::readProvenance),
        new Contents(
            fields.objects("blobs", ManifestParser::readBlob),
            fields.objectList("tensors", ManifestParser::readTensor)),
        fields.integers("trainedThrough"),
        fields.numbers("metrics"),
        fields.integer("gauge"),
        fields.object("written", ManifestParser::readWritten));
  }

  private static void checkDigest(ModelManifest manifest, String recorded) {
    String computed = manifest.sha256();
    if (!computed.equals(recorded)) {
      throw StoreException.corrupt(
          "Manifest of "
              + manifest.version()
              + " was changed: its sha256 is "
              + computed
              + "; expected the recorded "
              + recorded);
    }
  }

  static void writeVersion(JsonGenerator json, ModelVersion version) throws IOException {
    json.writeStringField("lineage", version.lineage());
    json.writeNumberField("version", version.version());
  }

  static ModelVersion readVersion(JsonFields fields) {
    return new ModelVersion(fields.text("lineage"), fields.integer("version"));
  }

  private static void writeTraining(JsonGenerator json, Training training) throws IOException {
    json.writeNumberField("step", training.step());
    json.writeNumberField("cellsSeen", training.cellsSeen());
    json.writeNumberField("cellsTrained", training.cellsTrained());
    json.writeNumberField("cellsHeldOut", training.cellsHeldOut());
    json.writeNumberField("replayStepsPerMinibatch", training.replayStepsPerMinibatch());
    json.writeNumberField("seed", training.seed());
  }

  private static Training readTraining(JsonFields fields) {
    return new Training(
        fields.integer("step"),
        fields.integer("cellsSeen"),
        fields.integer("cellsTrained"),
        fields.integer("cellsHeldOut"),
        fields.smallInteger("replayStepsPerMinibatch"),
        fields.integer("seed"));
  }

  private static void writeGeneSpace(JsonGenerator json, GeneSpace space) throws IOException {
    json.writeStringField("id", space.id());
    json.writeNumberField("genes", space.genes());
  }

  private static GeneSpace readGeneSpace(JsonFields fields) {
    return new GeneSpace(fields.text("id"), fields.smallInteger("genes"));
  }

  private static void writeProvenance(JsonGenerator json, Provenance provenance)
      throws IOException {
    ModelVersion parent = provenance.parent();
    if (parent != null) {
      Json.object(json, "parent", inner -> writeVersion(inner, parent));
    }
    json.writeStringField("configSha256", provenance.configSha256());
    Json.object(
        json,
        "config",
        inner -> {
          for (var entry : provenance.config().entrySet()) {
            inner.writeStringField(entry.getKey(), entry.getValue());
          }
        });
    json.writeStringField("codeVersion", provenance.codeVersion());
    json.writeStringField("device", provenance.device());
    json.writeNumberField("threads", provenance.threads());
    json.writeStringField("guarantee", provenance.guarantee());
  }

  private static Provenance readProvenance(JsonFields fields) {
    return new Provenance(
        fields.optionalObject("parent", ManifestParser::readVersion),
        fields.text("configSha256"),
        fields.texts("config"),
        fields.text("codeVersion"),
        fields.text("device"),
        fields.smallInteger("threads"),
        fields.text("guarantee"));
  }

  static void writeBlobs(JsonGenerator json, Map<String, BlobRef> blobs) throws IOException {
    for (var entry : blobs.entrySet()) {
      Json.object(
          json,
          entry.getKey(),
          inner -> {
            inner.writeStringField("sha256", entry.getValue().sha256());
            inner.writeNumberField("bytes", entry.getValue().bytes());
          });
    }
  }

  static BlobRef readBlob(JsonFields fields) {
    return new BlobRef(fields.text("sha256"), fields.integer("bytes"));
  }

  private static void writeTensors(JsonGenerator json, ModelManifest manifest) throws IOException {
    json.writeArrayFieldStart("tensors");
    for (TensorEntry tensor : manifest.tensors()) {
      json.writeStartObject();
      json.writeStringField("name", tensor.name());
      json.writeStringField("dtype", tensor.dtype());
      json.writeArrayFieldStart("shape");
      for (long size : tensor.shape()) {
        json.writeNumber(size);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static TensorEntry readTensor(JsonFields fields) {
    return new TensorEntry(fields.text("name"), fields.text("dtype"), fields.integerList("shape"));
  }

  private static void writeWritten(JsonGenerator json, Written written) throws IOException {
    json.writeStringField("createdAt", written.createdAt().toString());
    json.writeStringField("writer", written.writer());
    RunOrigin origin = written.origin();
    if (origin != null) {
      writeOrigin(json, origin);
    }
  }

  static void writeOrigin(JsonGenerator json, RunOrigin origin) throws IOException {
    json.writeStringField("run", origin.run());
    ModelVersion forked = origin.forked();
    if (forked != null) {
      Json.object(json, "forkedFrom", inner -> writeVersion(inner, forked));
    }
  }

  static RunOrigin readOrigin(JsonFields fields) {
    return new RunOrigin(
        fields.text("run"), fields.optionalObject("forkedFrom", ManifestParser::readVersion));
  }

  private static Written readWritten(JsonFields fields) {
    return new Written(
        fields.instant("createdAt"),
        fields.text("writer"),
        fields.has("run") ? readOrigin(fields) : null);
  }
}
