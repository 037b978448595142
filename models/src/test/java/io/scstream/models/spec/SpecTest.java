package io.scstream.models.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SpecTest {

  @Test
  void theDefaultIsIdentifiable() {
    assertThat(ContrastiveVaeSpec.of(2000).identifiabilityWarnings()).isEmpty();
  }

  @Test
  void warnsOfWidthsThatShrinkAndNoiseThatHides() {
    ContrastiveVaeSpec spec = new ContrastiveVaeSpec(10, 12, 1, 8, 5, 0, false, Noise.BERNOULLI);
    assertThat(spec.identifiabilityWarnings())
        .containsExactly(
            "Latent sizes 8 + 5 exceed hidden 12; expected background-latent + salient-latent <="
                + " hidden",
            "Hidden 12 exceeds genes 10; expected hidden <= genes",
            "Noise BERNOULLI; identifiability is shown for Gaussian, Poisson and negative binomial"
                + " noise");
  }

  @Test
  void refusesWhatCannotBeBuilt() {
    assertThatThrownBy(() -> new ContrastiveVaeSpec(0, 1, 1, 1, 1, 0, true, Noise.POISSON))
        .hasMessage("Invalid genes: 0; expected a positive number");
    assertThatThrownBy(() -> new ContrastiveVaeSpec(1, 1, 1, 1, 1, 1, true, Noise.POISSON))
        .hasMessage("Invalid dropout: 1.0; expected a number from 0 to below 1");
    assertThatThrownBy(() -> new TrainingOptions(1, 0, 1, 20, 0))
        .hasMessage("Invalid learning-rate: 0.0; expected a positive number");
    assertThatThrownBy(() -> new TrainingOptions(1, 1, -1, 20, 0))
        .hasMessage("Invalid kl-warmup-steps: -1; expected zero or a positive number");
  }
}
