package io.scstream.store;

import static io.scstream.store.StoreAssertions.assertFails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scstream.store.StoreException.Category;
import io.scstream.store.VersionDiff.Fate;
import io.scstream.store.VersionDiff.Movement;
import io.scstream.store.VersionDiff.Weight;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class VersionDiffTest {

  private final ModelStore store = new InMemoryModelStore(Clock.systemUTC());

  @Test
  void settingsAndMetricsThatDifferAreNamed() {
    publish(5, 0, Map.of("genes.tsv", Fixtures.GENES), Map.of("elbo", -10.0, "same", 1.0));
    publish(6, 0, Map.of("genes.tsv", Fixtures.GENES), Map.of("same", 1.0, "auc", 0.5));

    VersionDiff diff = diff();

    assertThat(diff.metrics())
        .containsOnly(
            Map.entry("elbo", new VersionDiff.Metric(-10.0, null)),
            Map.entry("auc", new VersionDiff.Metric(null, 0.5)));
    assertThat(diff.config()).isEmpty();
    assertThat(diff.weights()).isEmpty();
    assertFails(
        Category.NOT_FOUND,
        () -> VersionDiff.of(store, VersionRef.exact("vae", 5), VersionRef.exact("vae", 7)),
        "Version vae@7 is not in the store");
  }

  @Test
  void everyTensorIsCompared() {
    byte[] before =
        Fixtures.safetensors(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
                + "\"c\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[12,16]},"
                + "\"d\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[16,20]}}",
            floats(3, 4, 7, 8, 9));
    byte[] after =
        Fixtures.safetensors(
            "{\"e\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                + "\"c\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[4,8]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[12,20]}}",
            floats(1, 8, 7, 0, 8));
    publish(5, 0, Map.of("model.safetensors", before), Map.of());
    publish(6, 0, Map.of("model.safetensors", after), Map.of());

    assertThat(diff().weights())
        .containsOnly(
            // (3, 4) to (0, 8): the difference has length 5, and so has what was there.
            Map.entry("a", new Weight(Fate.CHANGED, "F32", List.of(2L), 4.0, 1.0)),
            Map.entry("b", new Weight(Fate.SAME, "F32", List.of(1L), 0.0, 0.0)),
            Map.entry("c", new Weight(Fate.RESHAPED, "F32", List.of(1L, 1L), null, null)),
            Map.entry("d", new Weight(Fate.REMOVED, "F32", List.of(1L), null, null)),
            Map.entry("e", new Weight(Fate.ADDED, "F32", List.of(1L), null, null)));
  }

  @Test
  void codesOfTheSameCellsAreComparedAsTheyArePublished() {
    // Cells x and y: raw codes (1, 0) and (-1, 0), turned by a quarter in the second version.
    publish(5, 3, canary("xy", floats(1, 0, -1, 0), floats(1, 0, 0, 1)), Map.of());
    publish(6, 3, canary("yxz", floats(0, 1, 0, -2, 9, 9), floats(0, -1, 1, 0)), Map.of());
    publish(7, 4, canary("xy", floats(1, 0, -1, 0), floats(1, 0, 0, 1)), Map.of());

    // Published in the second: y (1, 0), x (-2, 0); both moved: by 2 and by 3, from 1 off centre.
    Movement background = Objects.requireNonNull(diff().moved().get("background"));

    assertThat(background.cells()).isEqualTo(2);
    assertThat(background.mean()).isCloseTo(2.5, within(1e-12));
    assertThat(background.largest()).isCloseTo(3, within(1e-12));
    assertThat(background.share()).isNotNull().isCloseTo(2.5, within(1e-12));
    VersionDiff otherFrame =
        VersionDiff.of(store, VersionRef.exact("vae", 5), VersionRef.exact("vae", 7));
    assertThat(otherFrame.isComparable()).isFalse();
    assertThat(otherFrame.moved()).isEmpty();
  }

  private VersionDiff diff() {
    return VersionDiff.of(store, VersionRef.exact("vae", 5), VersionRef.exact("vae", 6));
  }

  private void publish(
      long version, long gauge, Map<String, byte[]> blobs, Map<String, Double> metrics) {
    try (Staging staging = store.stage(new ModelVersion("vae", version))) {
      blobs.forEach(staging::put);
      StagedVersion staged = staging.finish();
      store.publish(
          staged,
          Fixtures.builder(staged.version(), staged.blobs())
              .optTensors(List.of())
              .optMetrics(metrics)
              .optGauge(gauge)
              .build());
    }
  }

  /** One letter is the id of each cell; both blocks have two columns and the same codes. */
  private static Map<String, byte[]> canary(String ids, byte[] codes, byte[] rotation) {
    int rows = ids.length();
    int end = codes.length;
    String header =
        String.format(
            "{\"background_mean\":{\"dtype\":\"F32\",\"shape\":[%1$d,2],\"data_offsets\":[0,%2$d]},"
                + "\"salient_mean\":{\"dtype\":\"F32\",\"shape\":[%1$d,2],"
                + "\"data_offsets\":[%2$d,%3$d]},"
                + "\"ids\":{\"dtype\":\"U8\",\"shape\":[%1$d],\"data_offsets\":[%3$d,%4$d]},"
                + "\"id_starts\":{\"dtype\":\"I32\",\"shape\":[%5$d],\"data_offsets\":[%4$d,%6$d]}}",
            rows, end, 2 * end, 2 * end + rows, rows + 1, 2 * end + rows + 4 * (rows + 1));
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(codes);
    data.writeBytes(codes);
    data.writeBytes(ids.getBytes(UTF_8));
    ByteBuffer starts = ByteBuffer.allocate(4 * (rows + 1)).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row <= rows; row++) {
      starts.putInt(row);
    }
    data.writeBytes(starts.array());
    String gauge =
        "{\"background_rotation\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
            + "\"salient_rotation\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[16,32]}}";
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(rotation);
    both.writeBytes(rotation);
    return Map.of(
        "canary.safetensors", Fixtures.safetensors(header, data.toByteArray()),
        "gauge.safetensors", Fixtures.safetensors(gauge, both.toByteArray()));
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }
}
