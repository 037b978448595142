package io.scstream.models.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against what {@code benchmarks/drift_parity.py} had river say of the same series. */
@Tag("acceptance-12")
class RiverParityTest {
  private static final double[] SIZES = {0.5, 1, 2, 4};

  private static Stream<String[]> lines(String detector) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(RiverParityTest.class.getResourceAsStream("/drift/river.csv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(",", -1))
          .filter(line -> line[0].equals(detector));
    }
  }

  static Stream<List<String>> adwin() throws IOException {
    return lines("adwin").map(Arrays::asList);
  }

  static Stream<List<String>> pageHinkley() throws IOException {
    return lines("page-hinkley").map(Arrays::asList);
  }

  static Stream<List<String>> kswin() throws IOException {
    return lines("kswin").map(Arrays::asList);
  }

  private static double level(int series, int at) {
    double size = SIZES[series % 4];
    if (series < 4) {
      return at >= 500 ? size : 0;
    }
    if (series < 8) {
      return -size * Math.min(Math.max(at - 400, 0), 400) / 400;
    }
    return at >= 500 && at < 700 ? size : 0;
  }

  private static double[] values(int series) {
    long state = series + 1L;
    double[] values = new double[1000];
    for (int at = 0; at < values.length; at++) {
      double total = 0;
      for (int i = 0; i < 4; i++) {
        state = (state * 1103515245 + 12345) % 2147483648L;
        total += state / 2147483648.0;
      }
      values[at] = level(series, at) + (total - 2) * Math.sqrt(3);
    }
    return values;
  }

  private static List<Integer> places(String blanks) {
    return blanks.isEmpty()
        ? List.of()
        : Arrays.stream(blanks.split(" ", -1)).map(Integer::valueOf).toList();
  }

  /** River 0.26 tries every boundary too, but empties its window after an alarm. */
  @ParameterizedTest
  @MethodSource("adwin")
  void adwinCutsWhereRiverCuts(List<String> line) {
    List<Integer> ours = new ArrayList<>();
    Adwin adwin = Adwin.empty(0.002, 32);
    double[] values = values(Integer.parseInt(line.get(1)));
    boolean isAlarm = false;
    for (int at = 0; at < values.length; at++) {
      if (isAlarm) {
        adwin.reset();
      }
      isAlarm = adwin.accept(values[at] / 10 + 0.5);
      if (isAlarm) {
        ours.add(at);
      }
    }
    assertThat(ours).isEqualTo(places(line.get(2)));
    assertThat(adwin.width()).isEqualTo(Long.parseLong(line.get(3)));
    assertThat(adwin.mean()).isCloseTo(Double.parseDouble(line.get(4)), within(1e-12));
  }

  /** Without forgetting, river's sums above their minimum are ours that stay above 0. */
  @ParameterizedTest
  @MethodSource("pageHinkley")
  void pageHinkleyIsRiverWithoutForgetting(List<String> line) {
    List<Integer> ours = new ArrayList<>();
    PageHinkley test =
        PageHinkley.empty(new PageHinkley.Options(0.1, 20, 30, OptionalDouble.empty()));
    double[] values = values(Integer.parseInt(line.get(1)));
    boolean isAlarm = false;
    for (int at = 0; at < values.length; at++) {
      if (isAlarm) { // River begins anew with the value after an alarm, of itself.
        test.reset();
      }
      isAlarm = test.accept(values[at]);
      if (isAlarm) {
        ours.add(at);
      }
    }
    assertThat(ours).isEqualTo(places(line.get(2)));
    assertThat(test.up()).isCloseTo(Double.parseDouble(line.get(3)), within(1e-9));
    assertThat(test.down()).isCloseTo(Double.parseDouble(line.get(4)), within(1e-9));
  }

  /** Which older values are drawn depends on the generator; the test of given ones does not. */
  @ParameterizedTest
  @MethodSource("kswin")
  void kswinHasTheSameDistanceAndChance(List<String> line) {
    double[] values = values(Integer.parseInt(line.get(1)));
    int end = Integer.parseInt(line.get(2));
    KolmogorovSmirnov test =
        KolmogorovSmirnov.of(
            Arrays.copyOfRange(values, end - 30, end),
            Arrays.copyOfRange(values, end - 100, end - 70));
    assertThat(test.distance()).isCloseTo(Double.parseDouble(line.get(3)), within(1e-12));
    double p = Double.parseDouble(line.get(4));
    assertThat(test.p()).isCloseTo(p, within(1e-9 * p));
  }
}
