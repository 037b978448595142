package io.scstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scstream.store.ModelManifest.GeneSpace;
import io.scstream.store.ModelManifest.Provenance;
import io.scstream.store.ModelManifest.Training;
import io.scstream.store.ModelManifest.Written;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Small versions to publish. */
final class Fixtures {

  static final byte[] GENES = "GATA1\nSPI1\n".getBytes(UTF_8);
  static final RunOrigin RUN = RunOrigin.of("6c1f3f1e-0000-4000-8000-000000000001");
  static final List<TensorEntry> TENSORS =
      List.of(
          new TensorEntry("encoder.weight", "F32", List.of(2L, 3L)),
          new TensorEntry("encoder.bias", "F32", List.of(3L)));

  private Fixtures() {}

  /** A model file whose weights are all this number. */
  static byte[] model(float weight) {
    return safetensors(
        """
        {"__metadata__":{"format":"pt"},
         "encoder.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},
         "encoder.bias":{"dtype":"F32","shape":[3],"data_offsets":[24,36]}}""",
        floats(9, weight));
  }

  static byte[] safetensors(String header, byte[] data) {
    byte[] json = header.getBytes(UTF_8);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .array());
    file.writeBytes(json);
    file.writeBytes(data);
    return file.toByteArray();
  }

  static byte[] floats(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  /** Stages a model and its genes. */
  static StagedVersion stage(ModelStore store, String lineage, long version, float weight) {
    try (Staging staging = store.stage(new ModelVersion(lineage, version))) {
      staging.put("model.safetensors", model(weight));
      staging.put("genes.tsv", GENES);
      return staging.finish();
    }
  }

  static ModelManifest manifest(StagedVersion staged) {
    return builder(staged.version(), staged.blobs()).build();
  }

  static ModelManifest manifest(String lineage, long version) {
    return builder(new ModelVersion(lineage, version), Map.of("genes.tsv", BlobRef.of(GENES)))
        .build();
  }

  static ModelManifest.Builder builder(ModelVersion version, Map<String, BlobRef> blobs) {
    return ModelManifest.builder(version)
        .setTraining(
            new Training(
                version.version(), 64 * version.version(), 60 * version.version(), 4, 1, 7))
        .setGeneSpace(new GeneSpace("hvg-2", 2))
        .setProvenance(provenance(version))
        .setBlobs(blobs)
        .setWritten(new Written(Instant.parse("2026-11-22T10:00:00Z"), "trainer-0", RUN))
        .optTensors(blobs.containsKey("model.safetensors") ? TENSORS : List.of())
        .optTrainedThrough(Map.of("sc.cells.v1-0", 10 * version.version()))
        .optMetrics(Map.of("elbo", -1234.5, "silhouette_batch", 0.031));
  }

  private static Provenance provenance(ModelVersion version) {
    return new Provenance(
        version.version() == 0 ? null : new ModelVersion(version.lineage(), version.version() - 1),
        Sha256.hex("config".getBytes(UTF_8)),
        new TreeMap<>(Map.of("train.minibatch-size", "64", "model.latent", "16")),
        "0.1.0",
        "cpu",
        1,
        "G2");
  }

  static ModelManifest publish(ModelStore store, String lineage, long version) {
    StagedVersion staged = stage(store, lineage, version, (float) version);
    ModelManifest manifest = manifest(staged);
    store.publish(staged, manifest);
    return manifest;
  }
}
