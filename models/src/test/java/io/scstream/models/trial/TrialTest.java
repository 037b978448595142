package io.scstream.models.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import io.scstream.models.simulate.Recipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which trials there are. */
class TrialTest {

  private static Trial trial(Recipe recipe, Contender model) {
    return new Trial(recipe, model, Feed.OFFLINE, 0, 1, 0.01);
  }

  @ParameterizedTest
  @EnumSource(
      value = Contender.class,
      names = {"TC", "SRB"})
  void groupsAreForModelsThatKnowThem(Contender model) {
    assertThatThrownBy(() -> trial(Recipe.R_GROUPS, model))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "Invalid model for recipe r-groups: %s; expected one with a salient space for each of"
                + " 3 groups, of SO, MO, CO, MO-CO, CONTRASTIVEVI, MM",
            model.label());
    assertThat(trial(Recipe.R_GROUPS_POOLED, model).recipe().groups()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(
      value = Contender.class,
      names = {"MO_CO", "CONTRASTIVEVI", "MM"}) // SO, MO and CO are parts of MO_CO.
  void modelsOfGroupsGiveARow(Contender model) {
    Trial trial = trial(Recipe.R_GROUPS, model);
    assertThat(model.spec(trial.recipe().fit(), 50).groups().count()).isEqualTo(3);
    TrialResult result = trial.run();
    assertThat(result.loss()).as(result.toString()).isFinite();
    assertThat(result.salientRecovery()).as(result.toString()).isBetween(-1.0, 1.0);
    assertThat(result.decodedLeakage()).as(result.toString()).isFinite();
  }

  @Test
  void needsAnEpoch() {
    assertThatThrownBy(() -> new Trial(Recipe.R_OVER, Contender.SO, Feed.OFFLINE, 0, 0, 0.01))
        .hasMessage("Invalid epochs: 0; expected a positive number");
  }
}
