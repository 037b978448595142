package io.scstream.models.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.factorized.Backing;
import io.scstream.models.simulate.FactorRecipe;
import io.scstream.models.trial.FactorStreamTrial.Look;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Factorized models that learn from a stream. Minutes of training. */
@Tag("slow")
class FactorStreamIT {

  private static FactorStreamTrial trial(long seed) {
    return new FactorStreamTrial(seed, FactorRecipe.S5.cells());
  }

  @Test
  void onePassIsAsGoodAsManyAndLateLabelsAreNoLoss() {
    double offline = 0;
    double online = 0;
    double late = 0;
    for (long seed : new long[] {2, 3, 4}) {
      FactorStreamTrial.Result result = trial(seed).run(line -> {});
      offline += result.offline().score();
      online += result.online().score();
      late += result.late().score();
    }
    assertThat(online).isGreaterThanOrEqualTo(0.95 * offline);
    assertThat(late).isGreaterThanOrEqualTo(0.9 * online);
  }

  @Test
  void aTreatmentThatComesLateIsLearnedAndOthersStayAsTheyWere() {
    List<Look> looks = trial(2).late().looks();
    Look before = looks.stream().filter(it -> it.ofLate() == 0).reduce((a, b) -> b).orElseThrow();
    assertThat(before.word()).isEqualTo(Backing.Word.TREATMENT_NEW);
    // Without effect, but for what draws of a wide law come to.
    assertThat(before.late()).isGreaterThan(0.9);
    double soon =
        looks.stream()
            .filter(it -> it.ofLate() > 0 && it.ofLate() <= 600)
            .mapToDouble(Look::late)
            .min()
            .orElseThrow();
    assertThat(soon).isLessThanOrEqualTo(0.65);
    Look last = looks.get(looks.size() - 1);
    assertThat(last.late()).isLessThanOrEqualTo(0.55);
    for (int treatment = 0; treatment < last.others().size(); treatment++) {
      assertThat(last.others().get(treatment))
          .as("treatment %d", treatment)
          .isLessThanOrEqualTo(before.others().get(treatment) + 0.1);
    }
  }
}
