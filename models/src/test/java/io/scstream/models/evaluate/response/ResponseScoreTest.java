package io.scstream.models.evaluate.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseScoreTest {
  private final Profile controls = Profile.ofMeans(new double[] {1, 1, 1, 1});

  @Test
  void rSquaredByHand() {
    // Residuals .1, .1, .3, .4: 0.27 of 5.
    double[] truth = {1, 2, 3, 4};
    double[] predicted = {1.1, 1.9, 3.3, 3.6};
    assertThat(Agreement.rSquared(truth, predicted)).isCloseTo(0.946, within(1e-12));
    assertThat(Agreement.rSquared(truth, new double[] {2.5, 2.5, 2.5, 2.5})).isZero();
    assertThat(Agreement.rSquared(new double[] {2, 2}, new double[] {1, 3})).isNaN();
  }

  @Test
  void effectsAreWhatChangesFromTheControls() {
    Profile truth = Profile.of(new double[] {3, 1, 1, 0}, new double[] {1, 2, 3, 4});
    Profile predicted = Profile.of(new double[] {2, 1, 1, 1}, new double[] {1, 2, 3, 4});
    ResponseScore score = ResponseScore.of(truth, predicted, controls);
    // Effects (2, 0, 0, −1) and (1, 0, 0, 0), means ¼ and ¼: 2 − 4/16 over √(5 − ¼)√(1 − ¼).
    assertThat(score.pearson()).isCloseTo(1.75 / Math.sqrt(4.75 * 0.75), within(1e-12));
    // Errors (1, 0, 0, 1) against changes (2, 0, 0, −1).
    assertThat(score.relativeError()).isCloseTo(Math.sqrt(2.0 / 5), within(1e-12));
    // Means 5/4: 2 of 11 − 25/4.
    assertThat(score.means()).isCloseTo(1 - 2 / 4.75, within(1e-12));
    assertThat(score.changes()).isCloseTo(score.means(), within(1e-12));
    assertThat(score.variances()).isEqualTo(1);
  }

  @Test
  void theControlMeanHasRelativeErrorOneAndNoCorrelation() {
    Profile truth = Profile.ofMeans(new double[] {3, 1, 2, 0});
    ResponseScore score = ResponseScore.of(truth, controls, controls);
    assertThat(score.relativeError()).isEqualTo(1);
    assertThat(score.pearson()).isZero();
    assertThat(score.variances()).isNaN();
  }

  @Test
  void someGenesAloneCanCount() {
    Profile truth = Profile.ofMeans(new double[] {3, 1, 1, 0});
    Profile predicted = Profile.ofMeans(new double[] {3, 9, -9, 0});
    ResponseScore score = ResponseScore.of(truth, predicted, controls, new int[] {0, 3});
    assertThat(score.relativeError()).isZero();
    assertThat(score.means()).isEqualTo(1);
  }

  @Test
  void profilesAreMeansAndVariancesOfCells() {
    Profile profile =
        Profile.of(List.of(new float[] {1, 5}, new float[] {2, 5}, new float[] {6, 5}));
    assertThat(profile.means()).containsExactly(new double[] {3, 5}, within(1e-12));
    assertThat(profile.variances()).containsExactly(new double[] {7, 0}, within(1e-12));
    assertThat(profile.cells()).isEqualTo(3);
  }

  @Test
  void genesAreRankedByWelchsT() {
    Profile before =
        Profile.of(List.of(new float[] {0, 0, 4}, new float[] {2, 2, 4}, new float[] {4, 4, 4}));
    Profile after = Profile.of(List.of(new float[] {7, 3, 4}, new float[] {9, 5, 4}));
    // Differences 6, 2, 0; variances 4/3 + 2/2.
    assertThat(DifferentialGenes.welch(after, before, 0))
        .isCloseTo(6 / Math.sqrt(7.0 / 3), within(1e-12));
    assertThat(DifferentialGenes.welch(after, before, 2)).isZero();
    assertThat(DifferentialGenes.top(after, before, 2)).containsExactly(0, 1);
    assertThatThrownBy(() -> DifferentialGenes.top(after, before, 4))
        .hasMessage(
            "Invalid genes: 4 of 3 and 3; expected at least 1, and as many in both profiles");
    assertThatThrownBy(() -> DifferentialGenes.top(after, Profile.ofMeans(new double[3]), 1))
        .hasMessage("Invalid profiles: of 2 and 0 cells; expected 2 or more each");
  }

  @Test
  void refusesOtherGenes() {
    assertThatThrownBy(() -> ResponseScore.of(controls, controls, Profile.ofMeans(new double[3])))
        .hasMessage("Invalid profiles: of 4, 4 and 3 genes; expected as many in each");
    assertThatThrownBy(() -> Profile.of(List.of()))
        .hasMessage("Invalid profile: no cells; expected at least one");
  }
}
