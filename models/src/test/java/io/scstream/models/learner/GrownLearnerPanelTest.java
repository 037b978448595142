package io.scstream.models.learner;

import static io.scstream.models.learner.GeneGrowthTest.BEHIND;
import static io.scstream.models.learner.GeneGrowthTest.EXPECTED;
import static io.scstream.models.learner.GeneGrowthTest.OLD;
import static io.scstream.models.learner.GeneGrowthTest.cells;
import static io.scstream.models.learner.GeneGrowthTest.moved;
import static io.scstream.models.learner.GeneGrowthTest.spec;
import static io.scstream.models.learner.GeneGrowthTest.tensor;
import static io.scstream.models.learner.GeneGrowthTest.trained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.data.GenePanel;
import io.scstream.models.data.Minibatch;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.ReferenceVaeSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cells from before a growth in a learner from after it. */
@Tag("acceptance-14")
class GrownLearnerPanelTest {
  static Stream<ModelSpec> specsWithSoftmax() {
    return GeneGrowthTest.specs()
        .filter(it -> it instanceof ContrastiveVaeSpec vae && vae.noise().hasSoftmax());
  }

  /** Cells from before the growth teach the grown learner what they would have taught the old. */
  @ParameterizedTest
  @MethodSource("specsWithSoftmax")
  void notMeasuredIsNotZero(ModelSpec spec) {
    GenePanel panel = BEHIND.panel();
    int groups = spec.groups().count();
    try (OnlineLearner learner = trained(spec)) {
      LearnerSnapshot start = GeneGrowth.of(learner.snapshot(), BEHIND).grown(EXPECTED);
      try (OnlineLearner grown = new DjlLearnerFactory(start.options(), "cpu").restore(start)) {
        for (int i = 0; i < 5; i++) {
          Minibatch old = ToyStream.grouped(200 + i, 16, 16, groups);
          Minibatch masked =
              Minibatch.of(
                  BEHIND.to(), cells(old).stream().map(it -> BEHIND.moved(it).on(panel)).toList());
          double expected = learner.score(old).negativeElbo();
          assertThat(grown.score(masked).negativeElbo())
              .isEqualTo(expected, within(1e-5 * Math.abs(expected)));
          assertThat(grown.score(moved(old, BEHIND)).negativeElbo()).isGreaterThan(expected + 0.1);
          learner.update(old);
          grown.update(masked);
        }
        LearnerSnapshot now = grown.snapshot();
        float[] bias = tensor(now, "decoder.output.bias").values();
        float[] before = tensor(start, "decoder.output.bias").values();
        assertThat(Arrays.copyOfRange(bias, OLD, OLD + 3))
            .containsExactly(Arrays.copyOfRange(before, OLD, OLD + 3));
        float[] weight = tensor(now, "decoder.output.weight").values();
        int width = weight.length / (OLD + 3);
        assertThat(Arrays.copyOfRange(weight, OLD * width, weight.length)).containsOnly(0);
        float[] moment = tensor(now, "second_moment.decoder.output.bias").values();
        assertThat(Arrays.copyOfRange(moment, OLD, OLD + 3)).containsOnly(0);
      }
    }
  }

  @Test
  void panelsAreForNoiseWithASoftmax() {
    Minibatch masked =
        Minibatch.of(
            BEHIND.to(),
            cells(ToyStream.minibatch(0, 4, 4)).stream()
                .map(it -> BEHIND.moved(it).on(BEHIND.panel()))
                .toList());
    for (ModelSpec spec :
        List.of(
            spec(Noise.GAUSSIAN),
            spec(Noise.BERNOULLI),
            spec(Noise.LOG_SQUARED_ERROR),
            new ReferenceVaeSpec(spec(Noise.POISSON).sizes()))) {
      try (OnlineLearner learner = trained(spec)) {
        LearnerSnapshot start = GeneGrowth.of(learner.snapshot(), BEHIND).grown(EXPECTED);
        try (OnlineLearner grown = new DjlLearnerFactory(start.options(), "cpu").restore(start)) {
          assertThatThrownBy(() -> grown.update(masked))
              .hasMessageStartingWith("Invalid minibatch: cells of a panel ")
              .hasMessageEndingWith("expected cells with all genes measured");
        }
      }
    }
  }
}
