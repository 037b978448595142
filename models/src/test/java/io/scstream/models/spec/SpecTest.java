package io.scstream.models.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpecTest {

  @Test
  void theDefaultIsIdentifiable() {
    assertThat(Identifiability.broken(ContrastiveVaeSpec.of(2000))).isEmpty();
  }

  @Test
  void everyBrokenConditionIsNamed() {
    ContrastiveVaeSpec spec =
        new ContrastiveVaeSpec(
            new ContrastiveVaeSpec.Sizes(10, 12, 1, 8, 5),
            0,
            Normalization.NONE,
            new DecoderLayers(Activation.GELU, Normalization.LAYER),
            Noise.BERNOULLI);
    List<String> broken = Identifiability.broken(spec);
    assertThat(broken)
        .containsExactly(
            "activation: gelu in the decoder; expected leaky-relu or relu, which are piecewise"
                + " affine",
            "normalization: layer in the decoder divides by a norm of the data; expected none",
            "widths: 13 latent, 12 hidden, 10 genes; expected latent <= hidden <= genes",
            "noise: bernoulli shows only moments of the probabilities; expected Gaussian, Poisson or"
                + " negative binomial");
    assertThatThrownBy(() -> Identifiability.require(spec))
        .hasMessage("Invalid model: not identifiable by " + String.join("; by ", broken));
  }

  @Test
  void parityWithScviHasItsPrice() {
    ContrastiveVaeSpec spec =
        new ContrastiveVaeSpec(
            new ContrastiveVaeSpec.Sizes(100, 15, 1, 5, 5),
            0.1,
            Normalization.BATCH,
            DecoderLayers.scvi(),
            Noise.ZERO_INFLATED_NEGATIVE_BINOMIAL);
    assertThat(Identifiability.broken(spec))
        .extracting(it -> it.substring(0, it.indexOf(':')))
        .containsExactly("normalization", "injectivity", "noise");
  }

  @Test
  void refusesWhatCannotBeBuilt() {
    assertThatThrownBy(
            () ->
                new ContrastiveVaeSpec(
                    new ContrastiveVaeSpec.Sizes(0, 1, 1, 1, 1),
                    0,
                    Normalization.LAYER,
                    Noise.POISSON))
        .hasMessage("Invalid genes: 0; expected a positive number");
    assertThatThrownBy(
            () ->
                new ContrastiveVaeSpec(
                    new ContrastiveVaeSpec.Sizes(1, 1, 1, 1, 1),
                    1,
                    Normalization.LAYER,
                    Noise.POISSON))
        .hasMessage("Invalid dropout: 1.0; expected a number from 0 to below 1");
    assertThatThrownBy(
            () ->
                new ContrastiveVaeSpec(
                        new ContrastiveVaeSpec.Sizes(1, 1, 1, 1, 1),
                        0,
                        Normalization.LAYER,
                        Noise.GAUSSIAN)
                    .with(Library.LATENT))
        .hasMessage(
            "Invalid library: latent with GAUSSIAN noise; expected observed, or noise of counts:"
                + " negative binomial, with or without zero inflation, or Poisson");
    assertThatThrownBy(() -> TrainingOptions.of(1, 0, 1))
        .hasMessage("Invalid learning-rate: 0.0; expected a positive number");
    assertThatThrownBy(() -> TrainingOptions.of(1, 1, -1))
        .hasMessage("Invalid kl-warmup-steps: -1; expected zero or a positive number");
  }
}
