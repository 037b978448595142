package io.scstream.models.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.spec.AdamOptions;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.DecoderLayers;
import io.scstream.models.spec.Library;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.Objective;
import io.scstream.models.spec.Penalties;
import io.scstream.models.spec.TrainingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LearnerSnapshotTest {

  private static final ContrastiveVaeSpec SPEC =
      new ContrastiveVaeSpec(
          new ContrastiveVaeSpec.Sizes(ToyStream.GENES, 8, 1, 3, 2),
          0.1,
          Normalization.LAYER,
          Noise.NEGATIVE_BINOMIAL);

  private static OnlineLearner learner() {
    OnlineLearner learner =
        new DjlLearnerFactory(
                new TrainingOptions(
                    -3,
                    new AdamOptions(2e-3, 1e-8, 0, 7.5),
                    5,
                    Objective.sum(Penalties.ofSilence(0.25))),
                "cpu")
            .create(SPEC, ToyStream.cells(0, Role.BACKGROUND, 9));
    learner.update(ToyStream.minibatch(1, 4, 4));
    return learner;
  }

  @Test
  void comesBackFromItsBytes() {
    try (OnlineLearner learner = learner()) {
      LearnerSnapshot saved = learner.snapshot();
      LearnerSnapshot read =
          LearnerSnapshot.of(saved.weightsSafetensors(), saved.optimizerSafetensors());
      assertThat(read.spec()).isEqualTo(SPEC);
      assertThat(read.options())
          .isEqualTo(
              new TrainingOptions(
                  -3,
                  new AdamOptions(2e-3, 1e-8, 0, 7.5),
                  5,
                  Objective.sum(Penalties.ofSilence(0.25))));
      assertThat(read.step()).isEqualTo(1);
      assertThat(read.weightsSafetensors()).isEqualTo(saved.weightsSafetensors());
      assertThat(read.optimizerSafetensors()).isEqualTo(saved.optimizerSafetensors());
    }
  }

  /** Snapshots of before there was a latent library have no word of it. */
  @Test
  void onlyALatentLibraryIsWrittenDown() {
    assertThat(SnapshotFormat.weightsMetadata(SPEC, 1)).doesNotContainKey("spec.library");
    assertThat(SnapshotFormat.spec(SnapshotFormat.weightsMetadata(SPEC, 1))).isEqualTo(SPEC);
    ContrastiveVaeSpec latent = SPEC.with(Library.LATENT);
    assertThat(SnapshotFormat.spec(SnapshotFormat.weightsMetadata(latent, 1))).isEqualTo(latent);
  }

  /** Likewise of a random start. */
  @Test
  void onlyARandomStartIsWrittenDown() {
    assertThat(SnapshotFormat.weightsMetadata(SPEC, 1)).doesNotContainKey("spec.decoder-start");
    ContrastiveVaeSpec random =
        new ContrastiveVaeSpec(
            SPEC.sizes(), SPEC.dropout(), SPEC.normalization(), DecoderLayers.scvi(), SPEC.noise());
    assertThat(SnapshotFormat.spec(SnapshotFormat.weightsMetadata(random, 1))).isEqualTo(random);
  }

  @Test
  void weightsAloneEmbedAndScoreAsTheLearnerDoes() {
    try (OnlineLearner learner = learner();
        Embedder embedder =
            DjlLearnerFactory.restoreForInference(learner.snapshot().weightsSafetensors(), "cpu")) {
      Minibatch minibatch = ToyStream.minibatch(2, 3, 3);
      assertThat(embedder.step()).isEqualTo(1);
      assertThat(embedder.spec()).isEqualTo(SPEC);
      assertThat(embedder.score(minibatch)).isEqualTo(learner.score(minibatch));
      assertThat(embedder.embed(minibatch).salientMean(1))
          .isEqualTo(learner.embed(minibatch).salientMean(1));
      assertThat(embedder.embed(minibatch).backgroundLogVariance(5))
          .isEqualTo(learner.embed(minibatch).backgroundLogVariance(5));
    }
  }

  @Test
  void refusesMissingUnknownAndMisshapenTensors() {
    try (OnlineLearner learner = learner()) {
      LearnerSnapshot saved = learner.snapshot();
      List<NamedTensor> weights = new ArrayList<>(saved.weights());
      NamedTensor first = weights.remove(0);
      assertThatThrownBy(() -> with(saved, weights))
          .isInstanceOf(ModelException.class)
          .hasMessage("Invalid snapshot: missing tensors [" + first.name() + "]");
      weights.add(NamedTensor.of("ghost", new long[] {1}, new float[1]));
      assertThatThrownBy(() -> with(saved, weights))
          .hasMessageStartingWith("Invalid snapshot: tensor ghost is unknown or there twice");
      weights.set(weights.size() - 1, NamedTensor.of(first.name(), new long[] {1}, new float[1]));
      assertThatThrownBy(() -> with(saved, weights))
          .hasMessageStartingWith("Invalid shape of tensor " + first.name());
    }
  }

  private static LearnerSnapshot with(LearnerSnapshot saved, List<NamedTensor> weights) {
    return LearnerSnapshot.of(
        saved.spec(), saved.options(), saved.progress(), weights, saved.optimizer());
  }

  @Test
  void refusesWeightsAndOptimizerOfDifferentSteps() {
    try (OnlineLearner learner = learner()) {
      byte[] weights = learner.snapshot().weightsSafetensors();
      learner.update(ToyStream.minibatch(2, 4, 4));
      byte[] optimizer = learner.snapshot().optimizerSafetensors();
      assertThatThrownBy(() -> LearnerSnapshot.of(weights, optimizer))
          .hasMessage(
              "Invalid snapshot: weights of step 1 with an optimizer of step 2; expected the same"
                  + " step");
      assertThatThrownBy(() -> LearnerSnapshot.of(optimizer, weights))
          .isInstanceOf(ModelException.class);
    }
  }

  @Test
  void comesBackFromItsParts() {
    try (OnlineLearner learner = learner()) {
      LearnerSnapshot saved = learner.snapshot();
      LearnerSnapshot read = LearnerSnapshot.ofParts(saved.parts());
      assertThat(read.weightsSafetensors()).isEqualTo(saved.weightsSafetensors());
      assertThat(read.optimizerSafetensors()).isEqualTo(saved.optimizerSafetensors());
      assertThat(read.parts().keySet())
          .hasSize(1 + saved.weights().size() + saved.optimizer().size())
          .contains("weights/" + saved.weights().get(0).name(), "optimizer/recent_norms");
    }
  }

  @Test
  void refusesMissingUnknownAndSwappedParts() {
    try (OnlineLearner learner = learner()) {
      SortedMap<String, byte[]> parts = learner.snapshot().parts();
      for (String part : parts.keySet()) {
        SortedMap<String, byte[]> fewer = new TreeMap<>(parts);
        fewer.remove(part);
        assertThatThrownBy(() -> LearnerSnapshot.ofParts(fewer))
            .as(part)
            .isInstanceOf(ModelException.class)
            .hasMessageMatching("Invalid snapshot.*(missing tensors \\[.*]|no part about.*)");
      }
      SortedMap<String, byte[]> more = new TreeMap<>(parts);
      more.put("ghost", new byte[0]);
      assertThatThrownBy(() -> LearnerSnapshot.ofParts(more))
          .hasMessageStartingWith("Invalid snapshot in parts: part ghost is unknown; expected");
      SortedMap<String, byte[]> swapped = new TreeMap<>(parts);
      String first = "weights/" + learner.snapshot().weights().get(0).name();
      String second = "weights/" + learner.snapshot().weights().get(1).name();
      swapped.put(first, parts.get(second));
      assertThatThrownBy(() -> LearnerSnapshot.ofParts(swapped))
          .hasMessageStartingWith(
              "Invalid snapshot in parts: part " + first + " does not hold the tensor");
    }
  }
}
