package io.scstream.models.gauge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GaugeTest {

  private final float[][] background = Turns.codes("z", 300, 1, 0.9, 0.7, 0.5, 0.3);
  private final float[][] salient = Turns.codes("s", 200, 1, 0.8, 0.05);

  private PanelCodes model(int version) {
    return PanelCodes.of(
        Turns.turned(background, Turns.random(version, 5)),
        Turns.turned(salient, Turns.random(1000 + version, 3)));
  }

  @Test
  void theFirstModelIsPublishedAsItIs() {
    PanelCodes codes = model(1);
    PanelCodes published = Gauge.first(7, 5, 3).publish(codes);
    assertThat(published.background()).isDeepEqualTo(codes.background());
    assertThat(published.salient()).isDeepEqualTo(codes.salient());
  }

  @Test
  void fiftyTurnsLeavePublishedCodesInPlace() {
    Gauge gauge = Gauge.first(7, 5, 3);
    PanelCodes first = gauge.publish(model(1));
    PanelCodes published = first;
    for (int version = 2; version <= 51; version++) {
      PanelCodes codes = model(version);
      gauge = gauge.next(published, codes);
      published = gauge.publish(codes);
    }
    assertThat(gauge.number()).isEqualTo(7);
    assertThat(Turns.distance(published.background(), first.background())).isLessThan(1e-4);
    assertThat(Turns.distance(published.salient(), first.salient())).isLessThan(1e-4);
    // The models themselves did turn.
    assertThat(Turns.distance(model(51).background(), model(1).background())).isGreaterThan(1);
  }

  /** Blocks of two and three coordinates: each is turned back, and none is mixed with the other. */
  @Test
  void everyBlockIsTurnedByItself() {
    float[][] one = Turns.codes("one", 100, 1, 0.8);
    float[][] other = Turns.codes("other", 100, 1, 0.7, 0.3);
    PanelCodes first = PanelCodes.of(background, beside(one, other));
    PanelCodes next =
        PanelCodes.of(
            background,
            beside(Turns.turned(one, Turns.random(1, 2)), Turns.turned(other, Turns.random(2, 3))));
    Gauge gauge = Gauge.first(7, 5, 5);
    Gauge turned = gauge.nextInBlocks(gauge.publish(first), next, List.of(2, 3));
    assertThat(Turns.distance(turned.publish(next).salient(), first.salient())).isLessThan(1e-4);
    float[] map = turned.salient().toArray();
    for (int row = 0; row < 2; row++) {
      for (int column = 2; column < 5; column++) {
        assertThat(map[row * 5 + column]).isZero();
        assertThat(map[column * 5 + row]).isZero();
      }
    }
  }

  private static float[][] beside(float[][] left, float[][] right) {
    float[][] both = new float[left.length][];
    for (int row = 0; row < both.length; row++) {
      both[row] = Arrays.copyOf(left[row], left[row].length + right[row].length);
      System.arraycopy(right[row], 0, both[row], left[row].length, right[row].length);
    }
    return both;
  }

  /** Two groups of a hundred cells: the codes of each turn in their own space and stay there. */
  @Test
  void everyGroupsSpaceIsTurnedByItself() {
    float[][] one = Turns.codes("one", 100, 1, 0.8, 0.6);
    float[][] other = Turns.codes("other", 100, 1, 0.7, 0.3);
    List<Integer> groups = IntStream.range(0, 200).mapToObj(row -> row < 100 ? 0 : 1).toList();
    Gauge gauge = Gauge.first(7, 5, 6);
    PanelCodes first = grouped(one, other, 1);
    PanelCodes published = gauge.publish(first);
    for (int version = 2; version <= 20; version++) {
      PanelCodes codes = grouped(one, other, version);
      gauge = gauge.next(published, codes, groups, 2);
      published = gauge.publish(codes);
    }
    assertThat(Turns.distance(published.salient(), first.salient())).isLessThan(1e-4);
    for (int row = 0; row < 200; row++) {
      for (int i = 0; i < 6; i++) {
        if (i / 3 != groups.get(row)) {
          assertThat(published.salient()[row][i]).isZero();
        }
      }
    }
    Rotation before = gauge.salient().block(1, 2);
    Gauge without =
        gauge.next(
            PanelCodes.of(background, grouped(one, new float[0][3], 1).salient()),
            PanelCodes.of(background, grouped(one, new float[0][3], 2).salient()),
            groups.subList(0, 100),
            2);
    assertThat(without.salient().block(1, 2).toArray())
        .as("a group without cells keeps its rotation")
        .isEqualTo(before.toArray());
  }

  private PanelCodes grouped(float[][] one, float[][] other, int version) {
    float[][] codes = new float[one.length + other.length][6];
    float[][] ofOne = Turns.turned(one, Turns.random(version, 3));
    float[][] ofOther = Turns.turned(other, Turns.random(500 + version, 3));
    for (int row = 0; row < one.length; row++) {
      System.arraycopy(ofOne[row], 0, codes[row], 0, 3);
    }
    for (int row = 0; row < other.length; row++) {
      System.arraycopy(ofOther[row], 0, codes[one.length + row], 3, 3);
    }
    return PanelCodes.of(model(version).background(), codes);
  }

  @Test
  void cellsOutsideThePanelStayToo() {
    Gauge gauge = Gauge.first(7, 5, 3).next(model(1), model(2));
    float[][] others = Turns.codes("others", 50, 1, 1, 1, 1, 1);
    float[][] before = Turns.turned(others, Turns.random(1, 5));
    float[][] now = Turns.turned(others, Turns.random(2, 5));
    assertThat(Turns.distance(Turns.turned(now, gauge.background()), before)).isLessThan(1e-4);
  }

  @Test
  void noiseDoesNotAddUpWhereAnEarlierPanelIsHeldOnTo() {
    Gauge gauge = Gauge.first(7, 5, 3);
    PanelCodes first = gauge.publish(model(1));
    for (int version = 2; version <= 51; version++) {
      PanelCodes codes = model(version);
      float[][] noise = Turns.codes("noise" + version, 300, 0.1, 0.1, 0.1, 0.1, 0.1);
      PanelCodes noisy = PanelCodes.of(Turns.sum(codes.background(), noise), codes.salient());
      gauge = gauge.next(first, noisy);
    }
    PanelCodes published = gauge.publish(model(51));
    assertThat(Turns.distance(published.background(), first.background())).isLessThan(0.15);
  }

  @Test
  void panelsShareNoArrays() {
    float[][] codes = {{1, 2}};
    PanelCodes panel = PanelCodes.of(codes, codes);
    codes[0][0] = 9;
    panel.salient()[0][1] = 9;
    assertThat(panel.background()[0]).containsExactly(1, 2);
    assertThat(panel.salient()[0]).containsExactly(1, 2);
  }

  @Test
  void aSpaceWithoutCellsKeepsItsRotation() {
    Gauge gauge = Gauge.first(7, 5, 3).next(model(1), model(2));
    float[][] none = {};
    Gauge next =
        gauge.next(
            PanelCodes.of(model(1).background(), none), PanelCodes.of(model(3).background(), none));
    assertThat(next.salient()).isEqualTo(gauge.salient());
    assertThat(next.background()).isNotEqualTo(gauge.background());
  }

  @Test
  void refusesNumbersBelowZeroAndOtherSizes() {
    assertThatThrownBy(() -> new Gauge(-1, Rotation.identity(2), Rotation.identity(2)))
        .hasMessage("Invalid gauge: -1; expected 0 or more");
    assertThatThrownBy(() -> Gauge.first(7, 4, 3).publish(model(1)))
        .hasMessage("Invalid code: 5 coordinates; expected 4");
  }
}
