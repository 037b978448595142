package io.scstream.store;

import static io.scstream.store.StoreAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.StoreException.Category;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StagedVersionParserTest {

  private static final StagedVersion STAGED =
      new StagedVersion(
          new ModelVersion("vae", 5),
          "vae/5-0b6a6d0e-5f0c-4c55-9f7b-0e9d4f2f3c11",
          new TreeMap<>(Map.of("genes.tsv", BlobRef.of(Fixtures.GENES))));

  @Test
  void comesBackAsItWent() {
    assertThat(StagedVersionParser.fromBytes(StagedVersionParser.toBytes(STAGED)))
        .isEqualTo(STAGED);
    assertThat(StagedVersionParser.fromJson(StagedVersionParser.toJson(STAGED))).isEqualTo(STAGED);
  }

  @Test
  void bytesInOldCheckpointsStayReadable() throws IOException {
    byte[] released = released("staged-version-1.json");

    assertThat(StagedVersionParser.fromBytes(released)).isEqualTo(STAGED);
    assertThat(StagedVersionParser.toBytes(STAGED)).isEqualTo(released);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    String json = StagedVersionParser.toJson(STAGED);

    assertFails(
        Category.BAD_INPUT,
        () -> StagedVersionParser.fromJson(json.replace("Version\":1", "Version\":9")),
        "Unknown formatVersion of staged version: 9; supported are [1]");
    assertFails(
        Category.CORRUPT,
        () -> StagedVersionParser.fromJson(json.replace("\"token\"", "\"path\"")),
        "Missing field in staged version: token");
  }

  @Test
  void aTokenCannotLeaveTheStore() {
    String json = StagedVersionParser.toJson(STAGED);

    assertFails(
        Category.CORRUPT,
        () -> StagedVersionParser.fromJson(json.replace("vae/5-0b6a6d0e", "vae/5-/../..")),
        "Invalid staging token: 'vae/5-/../..");
  }

  static byte[] released(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            StagedVersionParserTest.class.getResourceAsStream("/released/" + name), name)) {
      return in.readAllBytes();
    }
  }
}
