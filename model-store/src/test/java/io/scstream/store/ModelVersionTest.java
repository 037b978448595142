package io.scstream.store;

import static io.scstream.store.StoreAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.StoreException.Category;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelVersionTest {

  @Test
  void printsAsItIsAskedFor() {
    assertThat(new ModelVersion("vae", 42000)).hasToString("vae@42000");
    assertThat(new ModelVersion("vae", 42000).manifestPath()).isEqualTo("manifests/vae/42000.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Vae", "../vae", ".vae", "a/b", "a b", "vae@1", "-vae", "vaé"})
  void aLineageIsAPlainName(String lineage) {
    assertFails(
        Category.BAD_INPUT,
        () -> new ModelVersion(lineage, 1),
        "Invalid lineage: '" + lineage + "'; expected [a-z0-9][a-z0-9._-]{0,62}");
  }

  @Test
  void aLineageHasAtMost63Characters() {
    assertThat(new ModelVersion("a".repeat(63), 1).lineage()).hasSize(63);
    assertFails(
        Category.BAD_INPUT, () -> new ModelVersion("a".repeat(64), 1), "Invalid lineage: 'aaa");
  }

  @Test
  void aVersionIsAStep() {
    assertFails(
        Category.BAD_INPUT, () -> new ModelVersion("vae", -1), "Invalid version of vae: -1");
  }

  @Test
  void versionsAreOrderedByNumberWithinTheirLineage() {
    ModelVersion nine = new ModelVersion("vae", 9);
    ModelVersion ten = new ModelVersion("vae", 10);
    ModelVersion other = new ModelVersion("cvae", 11);

    assertThat(List.of(ten, other, nine).stream().sorted()).containsExactly(other, nine, ten);
  }
}
