package io.scstream.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.store.FileModelStore;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelManifest.GeneSpace;
import io.scstream.store.ModelManifest.Provenance;
import io.scstream.store.ModelManifest.Training;
import io.scstream.store.ModelManifest.Written;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.StagedVersion;
import io.scstream.store.Staging;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionComparisonTest {
  private static final String LINEAGE = "screen";

  @TempDir private Path folder;
  private ModelStore undisturbed;
  private ModelStore disturbed;

  @BeforeEach
  void publishTheSame() {
    undisturbed = FileModelStore.open(folder.resolve("undisturbed"));
    disturbed = FileModelStore.open(folder.resolve("disturbed"));
    for (long version : new long[] {10, 20, 30}) {
      publish(undisturbed, version, version, "2026-11-22T10:00:00Z");
      publish(disturbed, version, version, "2026-11-22T11:00:00Z");
    }
  }

  @AfterEach
  void close() {
    undisturbed.close();
    disturbed.close();
  }

  @Test
  void equalRunsDoNotDiffer() {
    assertThat(compare(300))
        .isEqualTo(new VersionComparison(3, new java.util.TreeSet<>(), 0, 0, 0));
  }

  @Test
  void oneAlteredManifestIsFound() throws IOException {
    Path manifest = folder.resolve("disturbed/manifests/screen/20.json");
    String text = Files.readString(manifest);
    String altered = text.replace("\"elbo\":20.0", "\"elbo\":20.5").replace(": 20.0", ": 20.5");
    assertThat(altered).isNotEqualTo(text);
    Files.writeString(manifest, altered);
    assertThat(compare(300).differing()).containsExactly(20L);
  }

  @Test
  void otherWeightsAreFound() {
    publish(undisturbed, 40, 1, "2026-11-22T10:00:00Z");
    publish(disturbed, 40, 2, "2026-11-22T10:00:00Z");
    assertThat(compare(400).differing()).containsExactly(40L);
  }

  @Test
  void versionsThatOneRunLacksAreFound() {
    publish(undisturbed, 40, 40, "2026-11-22T10:00:00Z");
    publish(disturbed, 50, 50, "2026-11-22T10:00:00Z");
    assertThat(compare(500).differing()).containsExactly(40L, 50L);
  }

  @Test
  void cellsAreCounted() {
    assertThat(compare(307).lostCells()).isEqualTo(7);
    assertThat(compare(307).trainedTwice()).isZero();
    assertThat(compare(298).trainedTwice()).isEqualTo(2);
    assertThat(compare(298).lostCells()).isZero();
  }

  @Test
  void damagedFilesAreFound() throws IOException {
    try (var blobs = Files.list(folder.resolve("disturbed/blobs"))) {
      Path blob = blobs.findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(blob);
      bytes[bytes.length - 1] ^= 1;
      Files.write(blob, bytes);
    }
    assertThat(compare(300).damagedFiles()).isPositive();
  }

  @Test
  void aRunWithoutVersionsIsNoSuccess() {
    try (ModelStore nothing = FileModelStore.open(folder.resolve("nothing"))) {
      assertThatThrownBy(() -> VersionComparison.of(LINEAGE, 300, undisturbed, nothing))
          .hasMessageContaining("No version of screen was published");
    }
  }

  private VersionComparison compare(long cellsSent) {
    return VersionComparison.of(LINEAGE, cellsSent, undisturbed, disturbed);
  }

  private static void publish(ModelStore store, long version, long weight, String at) {
    ModelVersion name = new ModelVersion(LINEAGE, version);
    StagedVersion staged;
    try (Staging staging = store.stage(name)) {
      staging.put("model.safetensors", model(weight));
      staged = staging.finish();
    }
    ModelManifest manifest =
        ModelManifest.builder(name)
            .setTraining(new Training(version, 10 * version, 9 * version, version, 0, 42))
            .setGeneSpace(new GeneSpace("genes", 2))
            .setProvenance(
                new Provenance(
                    null, "0".repeat(64), new TreeMap<>(Map.of("a", "b")), "0.1.0", "cpu", 1, "G2"))
            .setWritten(new Written(Instant.parse(at), "scstream", null))
            .setBlobs(staged.blobs())
            .optMetrics(Map.of("elbo", (double) version))
            .build();
    assertThat(store.publish(staged, manifest)).isNotNull();
  }

  private static byte[] model(long weight) {
    byte[] header =
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}".getBytes(UTF_8);
    return ByteBuffer.allocate(Long.BYTES + header.length + Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .putFloat((float) weight)
        .array();
  }
}
