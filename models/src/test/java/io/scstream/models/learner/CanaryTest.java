package io.scstream.models.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.Role;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.TrainingOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanaryTest {

  private static OnlineLearner learner(int salient) {
    ContrastiveVaeSpec spec =
        new ContrastiveVaeSpec(
            new ContrastiveVaeSpec.Sizes(ToyStream.GENES, 8, 1, 3, salient),
            0.1,
            Normalization.LAYER,
            Noise.NEGATIVE_BINOMIAL);
    OnlineLearner learner =
        new DjlLearnerFactory(TrainingOptions.defaults(), "cpu")
            .create(spec, ToyStream.cells(0, Role.BACKGROUND, 9));
    learner.update(ToyStream.minibatch(1, 4, 4));
    return learner;
  }

  private static List<Cell> panel() {
    List<Cell> cells = new ArrayList<>(ToyStream.cells(7, Role.TARGET, 150));
    cells.add(Cell.of("zürich|ß", Role.BACKGROUND, 0.1, new int[] {23}, new int[] {1 << 30}));
    cells.addAll(ToyStream.cells(7, Role.BACKGROUND, 5));
    cells.add(Cell.of("", Role.TARGET, 1e9, new int[0], new int[0]));
    return cells;
  }

  @Test
  void comesBackFromItsBytes() {
    try (OnlineLearner learner = learner(2)) {
      Canary canary = Canary.of(learner, panel());
      Canary read = Canary.read(canary.write());
      assertThat(read.write()).isEqualTo(canary.write());
      assertThat(read.cells()).hasSize(157);
      Cell odd = read.cells().get(0);
      assertThat(odd.id()).isEqualTo("zürich|ß");
      assertThat(odd.role()).isEqualTo(Role.BACKGROUND);
      assertThat(odd.librarySize()).isEqualTo(0.1);
      assertThat(odd.gene(0)).isEqualTo(23);
      assertThat(odd.count(0)).isEqualTo(1 << 30);
      assertThat(read.maxDifference(learner)).isZero();
    }
  }

  /** Cells without conditions have the bytes that they always had. */
  @Test
  void conditionsOfCellsComeBack() {
    try (OnlineLearner learner = learner(2)) {
      Canary plain = Canary.of(learner, panel());
      Condition control = Condition.of(Map.of("line", "k562", "donor", "ß"));
      List<Cell> labelled =
          panel().stream()
              .map(
                  cell ->
                      cell.under(
                          cell.role() == Role.BACKGROUND ? control : control.treated("a", 0.25)))
              .toList();
      Canary read = Canary.read(Canary.of(learner, labelled).write());
      assertThat(read.cells()).allMatch(it -> it.condition().untreated().equals(control));
      assertThat(read.cells().get(156).condition()).isEqualTo(control.treated("a", 0.25));
      String format = new String(plain.write(), 0, 3000, StandardCharsets.ISO_8859_1);
      assertThat(format).contains("scstream-canary-1").doesNotContain("conditions");
    }
  }

  @Test
  void theSameWeightsGiveTheSameCodesElsewhereAndOthersDoNot() {
    try (OnlineLearner learner = learner(2);
        OnlineLearner larger = learner(3)) {
      Canary canary = Canary.of(learner, panel());
      LearnerSnapshot saved = learner.snapshot();
      try (Embedder loaded =
          DjlLearnerFactory.restoreForInference(saved.weightsSafetensors(), "cpu")) {
        assertThat(canary.maxDifference(loaded)).isLessThan(1e-6);
      }
      learner.update(ToyStream.minibatch(2, 4, 4));
      assertThat(canary.maxDifference(learner)).isBetween(1e-6, 1e3);
      assertThat(canary.maxDifference(larger)).isInfinite();
    }
  }

  @Test
  void refusesBrokenBytes() {
    byte[] bytes;
    try (OnlineLearner learner = learner(2)) {
      bytes = Canary.of(learner, panel()).write();
      assertThatThrownBy(() -> Canary.of(learner, List.of()))
          .hasMessage("Invalid canary: 0 cells; expected 1 to 65536");
      assertThatThrownBy(() -> Canary.read(learner.snapshot().weightsSafetensors()))
          .hasMessage(
              "Invalid format of canary: scstream-weights-1; expected scstream-canary-1,"
                  + " scstream-canary-2 or scstream-canary-3");
    }
    for (int length = 0; length < bytes.length; length += 97) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Canary.read(cut)).isInstanceOf(ModelException.class);
    }
    byte[] notFinite = bytes.clone();
    int start = 8 + ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    ByteBuffer.wrap(notFinite).order(ByteOrder.LITTLE_ENDIAN).putFloat(start, Float.NaN);
    assertThatThrownBy(() -> Canary.read(notFinite))
        .hasMessage("Invalid canary: a code is no finite number; expected finite codes");
  }

  /** Whatever byte is wrong, the reader either says so or has cells that keep the rules. */
  @Test
  void survivesAnyWrongByte() {
    byte[] bytes;
    try (OnlineLearner learner = learner(2)) {
      bytes = Canary.of(learner, ToyStream.cells(7, Role.TARGET, 2)).write();
    }
    for (int at = 0; at < bytes.length; at++) {
      for (int bit = 0; bit < 8; bit += 3) {
        byte[] wrong = bytes.clone();
        wrong[at] ^= (byte) (1 << bit);
        try {
          assertThat(Canary.read(wrong).cells()).hasSize(2);
        } catch (ModelException e) {
          assertThat(e.category()).isEqualTo(ModelException.Category.BAD_INPUT);
        }
      }
    }
  }
}
