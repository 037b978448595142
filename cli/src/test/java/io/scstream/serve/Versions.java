package io.scstream.serve;

import io.scstream.store.BlobRef;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.StagedVersion;
import io.scstream.store.Staging;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Small versions in a store. */
final class Versions {
  /** Its only file but the model itself. */
  static final String FILE = "genes.tsv";

  private static final byte[] NO_TENSORS = {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'};

  private Versions() {}

  /** Bytes that differ from place to place. */
  static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + i / 251);
    }
    return bytes;
  }

  static ModelManifest publish(ModelStore store, String lineage, long version, byte[] file) {
    ModelVersion name = new ModelVersion(lineage, version);
    try (Staging staging = store.stage(name)) {
      staging.put(FILE, file);
      staging.put("model.safetensors", NO_TENSORS);
      StagedVersion staged = staging.finish();
      ModelManifest manifest =
          ModelManifest.builder(name)
              .setTraining(new ModelManifest.Training(version, 900, 800, 90, 1, 7))
              .setGeneSpace(new ModelManifest.GeneSpace("hvg-2", 2))
              .setProvenance(
                  new ModelManifest.Provenance(
                      null,
                      BlobRef.of("config".getBytes(StandardCharsets.UTF_8)).sha256(),
                      new TreeMap<>(Map.of("model.family", "so-cvae")),
                      "0.1.0",
                      "cpu",
                      1,
                      "G2"))
              .setBlobs(staged.blobs())
              .setWritten(
                  new ModelManifest.Written(Instant.parse("2026-11-22T10:00:00Z"), "test", null))
              .optMetrics(Map.of("elbo_held_out", -321.5))
              .build();
      store.publish(staged, manifest);
      return manifest;
    }
  }
}
