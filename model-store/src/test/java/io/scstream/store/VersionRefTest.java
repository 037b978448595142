package io.scstream.store;

import static io.scstream.store.StoreAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.StoreException.Category;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionRefTest {

  @Test
  void readsEveryWayToAskForAVersion() {
    assertThat(VersionRef.parse("vae@42000")).isEqualTo(VersionRef.exact("vae", 42000));
    assertThat(VersionRef.parse("vae@0")).isEqualTo(VersionRef.exact("vae", 0));
    assertThat(VersionRef.parse("vae@latest")).isEqualTo(VersionRef.latest("vae"));
    assertThat(VersionRef.parse("vae")).isEqualTo(VersionRef.latest("vae"));
    assertThat(VersionRef.parse("vae@promoted")).isEqualTo(VersionRef.alias("vae", "promoted"));
    assertThat(VersionRef.alias("vae", "latest")).isEqualTo(VersionRef.latest("vae"));
  }

  @Test
  void printsWhatItWasReadFrom() {
    assertThat(VersionRef.parse("vae@42000")).hasToString("vae@42000");
    assertThat(VersionRef.parse("vae")).hasToString("vae@latest");
    assertThat(VersionRef.parse("vae@promoted").lineage()).isEqualTo("vae");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "@", "vae@", "@latest", "vae@-1", "vae@a@b", "VAE", "vae@../x"})
  void refusesWhatNamesNoVersion(String text) {
    assertFails(Category.BAD_INPUT, () -> VersionRef.parse(text), "Invalid ");
  }

  @Test
  void aNumberIsNeverAnAlias() {
    assertFails(Category.BAD_INPUT, () -> VersionRef.alias("vae", "7"), "Invalid alias: 7");
    assertFails(
        Category.BAD_INPUT,
        () -> VersionRef.parse("vae@9999999999999999999"),
        "Invalid version: vae@9999999999999999999; expected a step of at most 9223372036854775807");
  }
}
