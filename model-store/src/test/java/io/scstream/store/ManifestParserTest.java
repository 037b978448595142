package io.scstream.store;

import static io.scstream.store.StoreAssertions.assertFails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.ModelManifest.Written;
import io.scstream.store.StoreException.Category;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestParserTest {

  private static final ModelVersion VERSION = new ModelVersion("vae", 42000);
  private static final RunOrigin FORKED =
      new RunOrigin("6c1f3f1e-0000-4000-8000-000000000003", new ModelVersion("old", 7));

  @Test
  void manifestsOfFormat1StayReadableAndKeepTheirIdentity() throws IOException {
    String released = new String(StagedVersionParserTest.released("manifest-1.json"), UTF_8);

    assertThat(ManifestParser.fromJson(released)).isEqualTo(manifest());
    assertThat(ManifestParser.toJson(manifest())).isEqualTo(released);
    assertThat(manifest().sha256())
        .isEqualTo("bf0f196986d3797c44628b068588c330094800d307a8f9f11791ed6776613da7");
  }

  @Test
  void theFirstVersionHasNoParent() {
    ModelManifest first = Fixtures.manifest("vae", 0);

    assertThat(first.parent()).isEmpty();
    assertThat(ManifestParser.fromJson(ManifestParser.toJson(first))).isEqualTo(first);
    assertThat(manifest().parent()).contains(new ModelVersion("vae", 41999));
  }

  @Test
  void whenAndByWhomItWasWrittenDoesNotCount() {
    Written later =
        new Written(Instant.parse("2027-01-01T00:00:00.123456789Z"), "trainer-9", FORKED);
    ModelManifest rewritten = builder().setWritten(later).build();

    assertThat(rewritten.sha256()).isEqualTo(manifest().sha256());
    assertThat(ManifestParser.fromJson(ManifestParser.toJson(rewritten)).written())
        .isEqualTo(later);
  }

  @Test
  void twoRunsOnTheSameInputHaveTheSameVersions() {
    RunOrigin other = RunOrigin.of("6c1f3f1e-0000-4000-8000-000000000002");
    for (RunOrigin origin : List.of(other, FORKED)) {
      Written written = new Written(Instant.parse("2026-11-22T10:00:00Z"), "trainer-0", origin);
      ModelManifest manifest = builder().setWritten(written).build();

      assertThat(manifest.sha256()).isEqualTo(manifest().sha256());
      assertThat(ManifestParser.fromJson(ManifestParser.toJson(manifest))).isEqualTo(manifest);
    }
  }

  @Test
  void everythingElseCounts() {
    assertThat(builder().optGauge(2).build().sha256()).isNotEqualTo(manifest().sha256());
    assertThat(builder().optMetrics(Map.of("elbo", -1.0)).build().sha256())
        .isNotEqualTo(manifest().sha256());
    assertThat(builder().optTrainedThrough(Map.of()).build().sha256())
        .isNotEqualTo(manifest().sha256());
  }

  @Test
  void theOrderInWhichMapsWereFilledDoesNotCount() {
    Map<String, Double> reversed = new LinkedHashMap<>();
    reversed.put("silhouette_batch", 0.031);
    reversed.put("elbo", -1234.5);

    assertThat(builder().optMetrics(reversed).build().sha256()).isEqualTo(manifest().sha256());
    TreeMap<String, Double> backwards = new TreeMap<>(Comparator.reverseOrder());
    backwards.putAll(reversed);
    assertThat(builder().optMetrics(backwards).build().sha256()).isEqualTo(manifest().sha256());
  }

  @Test
  void numbersAreWrittenTheSameByEveryJdk() {
    String json = ManifestParser.toJson(builder().optMetrics(Map.of("x", 0x1p-44)).build());

    assertThat(json).contains("\"x\": 5.684341886080802E-14");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyManifestComesBackAsItWent(long seed) {
    Random random = new Random(seed);
    Map<String, Double> metrics = new TreeMap<>();
    Map<String, Long> offsets = new TreeMap<>();
    for (int i = random.nextInt(50); i > 0; i--) {
      double value = Double.longBitsToDouble(random.nextLong());
      metrics.put("m\"\\\n\u00e9\u4e2d" + i, Double.isFinite(value) ? value : -0.0);
      offsets.put("topic-" + i, random.nextLong() & Long.MAX_VALUE);
    }
    ModelManifest manifest =
        builder()
            .optMetrics(metrics)
            .optTrainedThrough(offsets)
            .optGauge(random.nextLong())
            .build();

    ModelManifest back = ManifestParser.fromJson(ManifestParser.toJson(manifest));

    assertThat(back).as("seed %d", seed).isEqualTo(manifest);
    assertThat(back.sha256()).isEqualTo(manifest.sha256());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"gauge\": 1|\"gauge\": 1, \"x\": 1|Unknown field in manifest: x",
        "\"seed\": 7|\"seed\": 7, \"cells\": 1|Unknown field in manifest: training.cells",
        "\"gauge\": 1,||Missing field in manifest: gauge",
        "\"threads\": 1,||Missing field in manifest: provenance.threads",
        "\"seed\": 7|\"seed\": 7.5|training.seed is 7.5; expected a whole number",
        "\"seed\": 7|\"seed\": \"7\"|training.seed is \"7\"; expected a whole number",
        "\"threads\": 1|\"threads\": 4294967296|provenance.threads is 4294967296; expected",
        "\"elbo\": -1234.5|\"elbo\": null|metrics.elbo is null; expected a number",
        "\"elbo\": -1234.5|\"elbo\": NaN|Non-standard token 'NaN'",
        "\"elbo\": -1234.5|\"elbo\": 1e999|Invalid metrics.elbo: Infinity; expected a finite",
        "\"elbo\": -1234.5|\"elbo\": -1234.25|Manifest of vae@42000 was changed",
        "\"step\": 42000|\"step\": 42001|Invalid training.step of vae@42000: 42001",
        "\"seed\": 7|\"seed\": 7, \"seed\": 7|Duplicate",
        "\"createdAt\": \"2026|\"createdAt\": \"today|written.createdAt is 'today-11-22T10:00:00Z'",
        "\"lineage\": \"vae\"|\"lineage\": \"../vae\"|Invalid lineage: '../vae'"
      })
  void refusesWhatWasNotWrittenByIt(String original, String changed, String message) {
    String json = ManifestParser.toJson(manifest());
    assertThat(json).contains(original);

    assertFails(
        Category.CORRUPT,
        () ->
            ManifestParser.fromJson(
                json.replaceFirst(
                    Pattern.quote(original),
                    Matcher.quoteReplacement(changed == null ? "" : changed))),
        message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{} {}", "12"})
  void refusesWhatIsNoManifestAtAll(String text) {
    assertFails(Category.CORRUPT, () -> ManifestParser.fromJson(text), "manifest: ");
  }

  @Test
  void aLaterFormatIsNotDamage() {
    String json =
        ManifestParser.toJson(manifest()).replace("\"formatVersion\": 1", "\"formatVersion\": 2");

    assertFails(
        Category.BAD_INPUT,
        () -> ManifestParser.fromJson(json),
        "Unknown formatVersion of manifest: 2; supported are [1]");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aMetricWithoutAValueIsLeftOut(double value) {
    assertFails(
        Category.BAD_INPUT,
        () -> builder().optMetrics(Map.of("kbet", value)).build(),
        "Invalid metrics.kbet: " + value + "; expected a finite number, or none at all");
  }

  @Test
  void aMissingPartIsNamed() {
    assertFails(
        Category.BAD_INPUT,
        () -> ModelManifest.builder(VERSION).build(),
        "Missing training in the manifest of vae@42000");
  }

  private static ModelManifest manifest() {
    return builder().build();
  }

  private static ModelManifest.Builder builder() {
    return Fixtures.builder(
            VERSION,
            Map.of(
                "model.safetensors", BlobRef.of(Fixtures.model(1)),
                "genes.tsv", BlobRef.of(Fixtures.GENES)))
        .setWritten(new Written(Instant.parse("2026-11-22T10:00:00Z"), "trainer-0", null))
        .optGauge(1);
  }
}
