package io.scstream.models.factorized;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.scstream.models.ModelException;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.Role;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.factorized.Backing.Word;
import io.scstream.models.nn.Parameters;
import io.scstream.models.spec.FactorDesign;
import io.scstream.models.spec.FactorDesign.InteractionPrior;
import io.scstream.models.spec.FactorLabels;
import io.scstream.models.spec.FactorLosses;
import io.scstream.models.spec.FactorizedSpec;
import io.scstream.models.spec.Noise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponderTest {
  private static final int GENES = 6;

  private final NDManager manager = EngineThreads.engine().newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private static Condition line(int line) {
    return Condition.of(Map.of("line", "x" + line));
  }

  private static Cell control(int number, int line) {
    int[] genes = {0, 1, 2, 3, 4, 5};
    int[] counts = {1 + number % 3, 2, 30, 4 + number % 5, 9, 1};
    return Cell.of("c" + number, Role.BACKGROUND, 50, genes, counts).under(line(line));
  }

  private static Cell treated(int number, int line, String treatment) {
    int[] genes = {0, 2, 5};
    int[] counts = {1, 20, 12 + number % 4};
    return Cell.of("t" + number, Role.TARGET, 33, genes, counts)
        .under(line(line).treated(treatment, 1));
  }

  /** Lines 0 and 1 know a and b well, line 2 knows b in ten cells, line 3 is hardly seen. */
  private static List<Cell> seen() {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      for (int line = 0; line < 2; line++) {
        cells.add(control(i, line));
        cells.add(treated(i, line, "a"));
        cells.add(treated(i, line, "b"));
      }
      cells.add(control(i, 2));
      cells.add(control(100 + i, 2));
      if (i < 10) {
        cells.add(treated(i, 2, "b"));
        cells.add(treated(i, 0, "rare"));
        cells.add(control(i, 3));
      }
      cells.add(treated(i, 0, "narrow"));
    }
    return cells;
  }

  private static FactorizedSpec spec(FactorDesign design) {
    return new FactorizedSpec(
        new FactorizedSpec.Sizes(GENES, 8, 4, 2, 2, 2),
        Noise.NEGATIVE_BINOMIAL,
        design,
        FactorLosses.defaults(),
        FactorLabels.none(List.of("line")).with(seen().stream().map(Cell::condition).toList()));
  }

  private Responder responder(FactorDesign design) {
    FactorizedVae vae = new FactorizedVae(spec(design));
    Map<String, float[]> values = new LinkedHashMap<>(vae.initialValues(1, seen()));
    Parameters parameters = Parameters.of(vae.parameterShapes(), values, manager);
    vae.meet(seen(), parameters);
    return new Responder(vae, parameters);
  }

  @ParameterizedTest
  @CsvSource({
    "0, a, OBSERVED, 1",
    "2, a, COMBINATION, 0.5",
    "2, b, COMBINATION, 0.6666667",
    "3, a, COVARIATE_NEW, 0.5",
    "9, a, NONE, 0.5",
    "0, rare, TREATMENT_NEW, 0.3333333",
    "1, unheard-of, TREATMENT_NEW, 0",
    "3, rare, NONE, 0",
    "2, narrow, COMBINATION, 0",
  })
  void everyAnswerSaysWhatItRestsOn(int line, String treatment, Word word, double share) {
    Backing backing =
        responder(FactorDesign.defaults()).backing(line(line).treated(treatment, 1), 0.5);
    assertThat(backing.word()).isEqualTo(word);
    assertThat(backing.pairShare()).isCloseTo(share, within(1e-6));
  }

  @Test
  void aFreeNetworkIsNotTrustedWithPairsThatWereNotSeen() {
    Responder free = responder(FactorDesign.defaults().with(InteractionPrior.NETWORK));
    assertThat(free.backing(line(2).treated("a", 1), 0.5).pairShare()).isZero();
    assertThat(free.backing(line(0).treated("a", 1), 0.5).pairShare()).isEqualTo(1);
  }

  private static List<Cell> controls(int line) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      cells.add(control(i, line));
    }
    return cells;
  }

  private static Question question(int line, String treatment) {
    return new Question(line(line).treated(treatment, 1), Question.Mode.INTERVENTIONAL, 0.5, 40, 3);
  }

  @Test
  void aNewTreatmentHasAWidthAndNearlyNoEffect() {
    Responder responder = responder(FactorDesign.defaults());
    Response known = responder.respond(controls(0), question(0, "a"), manager);
    Response unheardOf = responder.respond(controls(0), question(0, "unheard-of"), manager);
    assertThat(unheardOf.backing().treatmentShare()).isZero();
    for (int gene = 0; gene < GENES; gene++) {
      assertThat(unheardOf.spread()[gene]).isGreaterThan(0.02);
      assertThat(unheardOf.control()[gene])
          .isCloseTo(known.control()[gene], within(0.2 * known.control()[gene]));
    }
    assertThat(length(unheardOf.effect())).isLessThan(0.7 * length(known.effect()));
  }

  private static double length(double[] values) {
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  @Test
  void meansAreCountsAtTheControlsDepthAndVariancesHaveTheNoiseInThem() {
    Response response =
        responder(FactorDesign.defaults()).respond(controls(0), question(0, "a"), manager);
    double sum = 0;
    for (int gene = 0; gene < GENES; gene++) {
      sum += response.mean()[gene];
      assertThat(response.variance()[gene]).isGreaterThan(response.mean()[gene]);
      assertThat(response.moved()[gene]).isBetween(0.0, 1.0);
      assertThat(response.effect()[gene])
          .isCloseTo(Math.log(response.mean()[gene] / response.control()[gene]), within(1e-5));
    }
    assertThat(sum).isCloseTo(50, within(0.01));
    assertThat(response.interactionShare(200)).isBetween(0.0, 4.0);
  }

  /** It asks controls; what treated cells reconstruct to is another number. */
  @Test
  void theSameSeedGivesTheSameAnswerAndAnotherLineAnother() {
    Responder responder = responder(FactorDesign.defaults());
    double[] first = responder.respond(controls(0), question(0, "a"), manager).mean();
    assertThat(responder.respond(controls(0), question(0, "a"), manager).mean()).isEqualTo(first);
    assertThat(responder.respond(controls(1), question(1, "a"), manager).mean())
        .isNotEqualTo(first);
  }

  /** A treated cell that is asked about its own condition is what it was. */
  @Test
  void anIndividualKeepsWhatIsItsOwn() {
    Responder responder = responder(FactorDesign.defaults());
    List<Cell> cells = List.of(treated(1, 0, "a"), treated(2, 0, "a"));
    Question same = new Question(line(0).treated("a", 1), Question.Mode.INDIVIDUAL, 0.5, 20, 3);
    for (double effect : responder.respond(cells, same, manager).effect()) {
      assertThat(effect).isCloseTo(0, within(1e-4));
    }
    Question other = new Question(line(0).treated("b", 1), Question.Mode.INDIVIDUAL, 0.5, 20, 3);
    assertThat(length(responder.respond(cells, other, manager).effect())).isGreaterThan(1e-3);
  }

  @Test
  void refusesQuestionsWithoutTreatmentAndCellsThatAreNone() {
    assertThatThrownBy(() -> Question.of(line(0)))
        .isInstanceOf(ModelException.class)
        .hasMessage("Invalid question: no treatment; expected at least one");
    Responder responder = responder(FactorDesign.defaults());
    assertThatThrownBy(() -> responder.respond(List.of(), question(0, "a"), manager))
        .hasMessage("Invalid cells: none; expected at least one");
  }
}
