package io.scstream.serve.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scstream.schema.EmbeddingRecord;
import io.scstream.serve.Told;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which cells a window holds, and what a client is told of it. */
class PointWindowTest {
  private static PointWindow window(int capacity) {
    return new PointWindow("screen", "run1", capacity);
  }

  private static List<EmbeddingRecord> cells(int from, int to, long version) {
    List<EmbeddingRecord> cells = new ArrayList<>();
    for (int i = from; i < to; i++) {
      cells.add(Told.cell("c" + i, version, i, i % 7, i % 3));
    }
    return cells;
  }

  @Test
  void columnsAreOfTheCellsInTheirSlots() throws IOException {
    PointWindow window = window(100);
    EmbeddingRecord other = Told.cell("x", 7, 1, 0, 0);
    other.setTreatments(List.of());
    other.setHeldOut(true);
    window.add(List.of(Told.cell("c0", 5, 0, 1, 2), other));
    Frames frames =
        Frames.of(
            window,
            Optional.empty(),
            "version",
            "treatment",
            "covariate.line",
            "role",
            "held_out",
            "background_code",
            "none",
            "version");
    assertThat(frames.count()).isEqualTo(1);
    assertThat(frames.header(0).get("reset").asBoolean()).isTrue();
    assertThat(frames.header(0).get("last").asBoolean()).isTrue();
    assertThat(frames.header(0).get("columns")).hasSize(7);
    assertThat(frames.numbers("slot")).containsExactly(0.0, 1.0);
    assertThat(frames.numbers("version")).containsExactly(5.0, 7.0);
    assertThat(frames.words("treatment")).containsExactly("drug", "");
    assertThat(frames.words("covariate.line")).containsExactly("A", "A");
    assertThat(frames.words("role")).containsExactly("target", "target");
    assertThat(frames.numbers("held_out")).containsExactly(0.0, 1.0);
    assertThat(frames.numbers("background_code")).containsExactly(0.0, 1.0, 2.0, 1.0, 0.0, 0.0);
  }

  @Test
  void aWordStandsForEveryCovariateThatTheWindowHas() throws IOException {
    PointWindow window = window(100);
    window.add(cells(0, 2, 5));
    Frames frames = Frames.of(window, Optional.empty(), "role", "covariate.*", "covariate.line");
    assertThat(frames.header(0).get("columns").findValuesAsText("name"))
        .containsExactly("slot", "role", "covariate.line");
    Frames none = Frames.of(window(1), Optional.empty(), "covariate.*");
    assertThat(none.header(0).get("columns").findValuesAsText("name")).containsExactly("slot");
  }

  @Test
  void aNewCellTakesTheSlotOfTheOneThatCameFirst() {
    PointWindow window = window(3);
    window.add(cells(0, 4, 1));
    assertThat(window.cells(List.of(0, 1, 2, 3, -1)))
        .containsExactly("d|c3", "d|c1", "d|c2", null, null);
    window.add(cells(0, 1, 1));
    assertThat(window.cells(List.of(0, 1, 2))).containsExactly("d|c3", "d|c0", "d|c2");
    assertThat(window.size()).isEqualTo(3);
  }

  @Test
  void aCellThatIsEmbeddedAgainKeepsItsSlotAndItsNewestVersion() throws IOException {
    PointWindow window = window(10);
    window.add(cells(0, 2, 5));
    window.add(cells(0, 1, 9));
    window.add(cells(0, 2, 4));
    Frames frames = Frames.of(window, Optional.empty(), "version");
    assertThat(frames.numbers("slot")).containsExactly(0.0, 1.0);
    assertThat(frames.numbers("version")).containsExactly(9.0, 5.0);
  }

  @Test
  void whatChangedIsToldAndNothingElse() throws IOException {
    PointWindow window = window(1000);
    window.add(cells(0, 600, 5));
    Frames whole = Frames.of(window, Optional.empty());
    assertThat(whole.rows()).isEqualTo(600);
    assertThat(Frames.of(window, Optional.of(whole.cursor())).rows()).isZero();
    window.add(cells(3, 4, 6));
    window.add(cells(600, 601, 6));
    Frames changes = Frames.of(window, Optional.of(whole.cursor()));
    assertThat(changes.numbers("slot")).containsExactly(3.0, 600.0);
    assertThat(changes.header(0).get("reset").asBoolean()).isFalse();
    assertThat(changes.header(0).get("points").asInt()).isEqualTo(601);
  }

  @Test
  void aCursorOfAnotherRunOrViewGivesEverything() throws IOException {
    PointWindow window = window(1000);
    window.add(cells(0, 100, 5));
    Cursor now = window.cursor();
    Cursor earlier = new Cursor("run0", now.view(), now.sequence());
    assertThat(Frames.of(window, Optional.of(earlier)).header(0).get("reset").asBoolean()).isTrue();
    window.add(cells(100, 200, 5));
    Frames refitted = Frames.of(window, Optional.of(now));
    assertThat(refitted.header(0).get("reset").asBoolean()).as("twice as many points").isTrue();
    assertThat(refitted.rows()).isEqualTo(200);
  }

  @Test
  void aNewGaugeBeginsAnewAndAnOldOneIsPassedOver() throws IOException {
    PointWindow window = window(1000);
    window.add(cells(0, 100, 5));
    EmbeddingRecord newer = Told.cell("n", 9, 1, 2, 3, 4);
    newer.setGauge(2);
    window.add(List.of(newer));
    window.add(cells(0, 1, 10));
    assertThat(window.size()).isEqualTo(1);
    Frames frames = Frames.of(window, Optional.empty(), "background_code");
    assertThat(frames.numbers("background_code")).containsExactly(1.0, 2.0, 3.0, 4.0);
    assertThat(window.cells(List.of(0))).containsExactly("d|n");
  }

  @Test
  void manyRowsComeInSeveralFrames() throws IOException {
    int cells = PointWindow.ROWS + 10;
    PointWindow window = window(cells);
    window.add(cells(0, cells, 1));
    Frames frames = Frames.of(window, Optional.empty(), "background");
    assertThat(frames.count()).isEqualTo(2);
    assertThat(frames.header(0).get("last").asBoolean()).isFalse();
    assertThat(frames.header(1).get("last").asBoolean()).isTrue();
    assertThat(frames.header(1).get("reset").asBoolean()).isFalse();
    assertThat(frames.rows()).isEqualTo(cells);
    assertThat(frames.numbers("slot").get(cells - 1)).isEqualTo(cells - 1.0);
    assertThat(frames.numbers("background").stream().mapToDouble(Math::abs).max().orElseThrow())
        .as("all of a line within the circle of nearly all")
        .isBetween(1.0, 1.05);
  }

  @Test
  void wordsBeyondThoseToldApartAreOthers() throws IOException {
    PointWindow window = window(5000);
    List<EmbeddingRecord> cells = cells(0, WordColumn.MOST_WORDS + 2, 1);
    cells.forEach(cell -> cell.setBatch(cell.getCellId()));
    window.add(cells);
    List<String> words = Frames.of(window, Optional.empty(), "batch").words("batch");
    assertThat(words.get(WordColumn.MOST_WORDS - 1)).isEqualTo("c" + (WordColumn.MOST_WORDS - 1));
    assertThat(words.subList(WordColumn.MOST_WORDS, words.size())).containsExactly("?", "?");
  }

  @Test
  void pointsStayWhereTheyWereWhenThePlaneIsChosenAnew() throws IOException {
    PointWindow window = window(100_000);
    window.add(cloud(0, 300));
    List<Double> before = Frames.of(window, Optional.empty(), "background").numbers("background");
    int view = window.cursor().view();
    window.add(cloud(300, 1300));
    assertThat(window.cursor().view()).isGreaterThan(view);
    List<Double> after = Frames.of(window, Optional.empty(), "background").numbers("background");
    for (int i = 0; i < before.size(); i++) {
      assertThat(after.get(i)).isCloseTo(before.get(i), within(0.1));
    }
  }

  /** An ellipse with noise in a third direction, the same law at each place. */
  private static List<EmbeddingRecord> cloud(int from, int to) {
    List<EmbeddingRecord> cells = new ArrayList<>();
    for (int i = from; i < to; i++) {
      double angle = 2.399963 * i; // The golden angle: every stretch of it goes all around.
      double radius = Math.sqrt((i % 100 + 0.5) / 100);
      cells.add(
          Told.cell(
              "c" + i,
              1,
              (float) (3 * radius * Math.cos(angle)),
              (float) (radius * Math.sin(angle)),
              (float) (0.01 * (i % 5))));
    }
    return cells;
  }
}
