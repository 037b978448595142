package io.scstream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  @TempDir Path folder;

  @Test
  void theDefaultsAloneAreComplete() {
    ScstreamConfig config = ConfigLoader.load(Optional.empty(), List.of()).config();
    assertThat(config.lineage()).isEqualTo(new ScstreamConfig.Lineage("so-cvae", 42, false));
    assertThat(config.model().hidden()).isEqualTo(128);
    assertThat(config.input().dedupTtl()).isEqualTo(Duration.ofDays(7));
    assertThat(config.memory().strataCovariates()).isEmpty();
  }

  @Test
  void laterOnesWin() throws IOException {
    Path file = file("train:\n  replay-steps: 3\n  new-cells: 32\nlineage: {name: kang}\n");
    ScstreamConfig config =
        ConfigLoader.load(Optional.of(file), List.of("train.replay-steps=5", "lineage.name=x1"))
            .config();
    assertThat(config.train().replaySteps()).isEqualTo(5);
    assertThat(config.train().newCells()).isEqualTo(32);
    assertThat(config.lineage().name()).isEqualTo("x1");
  }

  @Test
  void listsDurationsAndKafkaKeysCanBeSet() {
    ScstreamConfig config =
        ConfigLoader.load(
                Optional.empty(),
                List.of(
                    "memory.strata-covariates=[cell_type, donor]",
                    "checkpoint.interval=500ms",
                    "kafka.properties.security.protocol=SASL_SSL"))
            .config();
    assertThat(config.memory().strataCovariates()).containsExactly("cell_type", "donor");
    assertThat(config.checkpoint().interval()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.kafka().properties()).containsEntry("security.protocol", "SASL_SSL");
  }

  @Test
  void howAStoreIsReachedIsNoPartOfWhatIsLearned() {
    ConfigLoader.Loaded loaded =
        ConfigLoader.load(
            Optional.empty(), List.of("store.endpoint=http://minio:9000", "store.path-style=true"));
    assertThat(loaded.config().publish().access())
        .isEqualTo(new StoreConfig("http://minio:9000", "", true, 4, Duration.ofSeconds(30)));
    assertThat(loaded.flat()).doesNotContainKeys("store.endpoint", "publish.access.endpoint");
    assertThat(loaded.flat()).isEqualTo(ConfigLoader.load(Optional.empty(), List.of()).flat());
    assertRefused("store.endpoint=minio:9000", "Invalid store.endpoint: minio:9000; expected http");
    assertRefused("store.attempts=0", "Invalid store.attempts: 0; expected a whole number");
    assertRefused("store.timeout=soon", "Invalid store.timeout: ");
    assertRefused("store.bucket=b", "Unknown setting: store.bucket; expected one of attempts");
  }

  @Test
  void refusalsNameTheKey() {
    assertRefused("train.new-cels=3", "Unknown setting: train.new-cels; expected one of ");
    assertRefused(
        "train.new-cells=0",
        "Invalid train.new-cells: 0; expected 1 to train.minibatch-size, which is 128");
    assertRefused("train.minibatch-size=many", "Invalid train.minibatch-size: ");
    assertRefused("train.minibatch-size=1.5", "Invalid train.minibatch-size: ");
    assertRefused(
        "lineage.name=My Model",
        "Invalid lineage.name: My Model; expected text that matches [a-z0-9][a-z0-9._-]{0,62}");
    assertRefused("checkpoint.interval=soon", "Invalid checkpoint.interval: ");
    assertRefused(
        "model.family=unheard-of", "Invalid model.family: unheard-of; expected one of so-cvae");
    assertRefused("model.family=3", "Invalid model.family: 3; expected one of so-cvae");
    assertRefused("model.library=3", "Invalid model.library: 3; expected one of observed, latent");
    assertRefused("model.dropout=1", "Invalid model.dropout: 1.0; expected a number from 0");
    assertRefused(
        "input.drift.on-alarm=shout",
        "Invalid input.drift.on-alarm: shout; expected one of notify, adapt, pause-publish");
    assertRefused("input.drift.ert-batches=1", "Invalid input.drift.ert-batches: 1.0; expected");
    assertRefused(
        "input.drift.stratum-min-cells=65",
        "Invalid input.drift.stratum-min-cells: 65; expected a whole number from 2 to 64");
    assertRefused("input.drift.batches.open=0", "Invalid input.drift.batches.open: 0; expected");
    assertRefused("seed", "Invalid setting: seed; expected key=value");
    assertRefused("lineage.seed=", "Invalid lineage.seed: ");
  }

  @Test
  void aLatentLibraryGoesWithCounts() {
    List<String> latent = List.of("model.family=contrastive-vi", "model.library=latent");
    ConfigLoader.Loaded loaded = ConfigLoader.load(Optional.empty(), latent);
    assertThat(loaded.config().model().library()).isEqualTo("latent");
    assertThat(loaded.flat())
        .containsEntry("model.family", "contrastive-vi")
        .containsEntry("model.library", "latent")
        .containsEntry("model.decoder.start", "random");
    List<String> real = List.of("model.noise=gaussian", "model.library=latent");
    assertThatThrownBy(() -> ConfigLoader.load(Optional.empty(), real))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Invalid model.library: latent; expected observed with model.noise gaussian; latent"
                + " goes with negative-binomial, poisson, zero-inflated-negative-binomial");
  }

  @Test
  void aFactorizedModelNamesTheCovariatesThatItReads() {
    List<String> fcr =
        List.of("model.family=fcr", "model.objective.factorized.covariates=[line, donor]");
    ScstreamConfig.Model model = ConfigLoader.load(Optional.empty(), fcr).config().model();
    assertThat(model.factorized().on()).isTrue();
    assertThat(model.factorized().covariates()).containsExactly("line", "donor");
    assertThat(model.factorized().prior().interaction()).isEqualTo("low-rank");
    List<String> published =
        List.of("model.family=fcr-published", "model.objective.factorized.covariates=[line]");
    assertThat(ConfigLoader.load(Optional.empty(), published).config().model().factorized())
        .matches(it -> !it.prior().anchored())
        .matches(it -> it.weights().permutationTerm().equals("cross-entropy"));
    assertRefused(
        "model.family=fcr",
        "Invalid model.objective.factorized.covariates: []; expected at least one name");
    assertRefused(
        "model.objective.factorized.covariates=[line]",
        "Invalid model.objective.factorized.covariates: [line]");
    assertRefused(
        "model.objective.factorized.weights.permutation=-1",
        "Invalid model.objective.factorized.weights.");
  }

  @Test
  void transactionsMustOutliveACheckpoint() {
    List<String> slow = List.of("embed.delivery=exactly-once", "checkpoint.timeout=14m");
    assertThat(ConfigLoader.load(Optional.empty(), slow.subList(0, 1)).config().embed())
        .matches(ScstreamConfig.Embed::isExactlyOnce);
    assertThatThrownBy(() -> ConfigLoader.load(Optional.empty(), slow))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Invalid embed.delivery: exactly-once; expected at-least-once, or ")
        .hasMessageContaining("together 900 s, below the 840 s");
  }

  @Test
  void aBrokenFileIsNamedWithItsLine() throws IOException {
    Path broken = file("train:\n  new-cells: [1\nlineage: x\n");
    assertThatThrownBy(() -> ConfigLoader.load(Optional.of(broken), List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(broken.toString())
        .hasMessageContaining("line 3");
    assertThatThrownBy(() -> ConfigLoader.load(Optional.of(folder.resolve("none")), List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("none");
    Path list = file("- a\n");
    assertThatThrownBy(() -> ConfigLoader.load(Optional.of(list), List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("expected a YAML mapping");
  }

  @Test
  void whatGoesIntoAManifestHoldsNoPlaceAndNoSecret() {
    ConfigLoader.Loaded loaded =
        ConfigLoader.load(
            Optional.empty(),
            List.of(
                "kafka.properties.sasl.jaas.config=secret",
                "publish.store=/data/store",
                "checkpoint.directory=/data/cp",
                "train.replay-steps=9"));
    assertThat(loaded.flat())
        .containsEntry("train.replay-steps", "9")
        .containsEntry("model.noise", "negative-binomial");
    assertThat(loaded.flat().toString()).doesNotContain("secret", "/data", "kafka");
  }

  private void assertRefused(String setting, String message) {
    assertThatThrownBy(() -> ConfigLoader.load(Optional.empty(), List.of(setting)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(message);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "config", ".yaml"), text);
  }
}
