package io.scstream.models.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.drift.signal.Whitening;
import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LongMemoryTest {
  private static final int DIMENSIONS = 4;
  private static final int KEPT = 200;
  private static final double RUN_LENGTH = 100;

  /** Normal, the first two coordinates correlated, from a batch on moved along the last one. */
  private static double[] mean(int stream, int batch, int movedFrom, double by) {
    CounterRandom random = CounterRandom.of(stream, batch, "means");
    double[] mean = new double[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      mean[i] = random.nextGaussian();
    }
    mean[1] = 0.9 * mean[0] + 0.1 * mean[1];
    mean[3] = 5 + 0.3 * (mean[3] + (batch >= movedFrom ? by : 0));
    return mean;
  }

  /** Cells whose coordinates have the standard deviations 8, 8, 4 and 2, or nearly so. */
  private static final Whitening WHITENING =
      Whitening.of(
          new double[][] {
            {8, 8, 4, 2}, {8, -8, 4, -2}, {8, 8, -4, -2}, {8, -8, -4, 2},
            {-8, 8, 4, -2}, {-8, -8, 4, 2}, {-8, 8, -4, 2}, {-8, -8, -4, -2}
          });

  private static LongMemory memory() {
    return new LongMemory(RUN_LENGTH, new TreeMap<>(Map.of("code", WHITENING)), 3);
  }

  /** Batches that were told of, from 1. */
  private static List<Integer> told(int stream, int batches, int movedFrom, double by) {
    LongMemory memory = memory();
    List<SortedMap<String, double[]>> means = new ArrayList<>();
    List<Integer> told = new ArrayList<>();
    for (int batch = 1; batch <= batches; batch++) {
      add(means, mean(stream, batch, movedFrom, by));
      if (!memory.accept(means, batch).isEmpty()) {
        told.add(batch);
      }
    }
    return told;
  }

  private static void add(List<SortedMap<String, double[]>> means, double[] mean) {
    if (means.size() == KEPT) {
      means.remove(0);
    }
    means.add(new TreeMap<>());
    means.get(means.size() - 1).put("code", mean);
  }

  @Test
  void nothingIsSaidBeforeThereIsAReferenceAndAWindow() {
    assertThat(told(0, LongMemory.REFERENCE + LongMemory.WINDOW - 1, 51, 50)).isEmpty();
    assertThat(told(0, LongMemory.REFERENCE + LongMemory.WINDOW, 51, 50))
        .containsExactly(LongMemory.REFERENCE + LongMemory.WINDOW);
  }

  /** Of 60 streams with 93 tests each, 36 ± 4 are expected to have a first one by chance. */
  @Test
  void itIsSilentAboutAsLongAsAskedFor() {
    int told = 0;
    for (int stream = 0; stream < 60; stream++) {
      told += told(stream, 150, Integer.MAX_VALUE, 0).isEmpty() ? 0 : 1;
    }
    assertThat(told).isBetween(24, 44);
  }

  @Test
  void aMoveOfAQuietCoordinateIsFoundThoughEachBatchIsWithinItsRange() {
    int found = 0;
    for (int stream = 0; stream < 20; stream++) {
      found += told(stream, 90, 71, 2).stream().anyMatch(batch -> batch > 70) ? 1 : 0;
    }
    assertThat(found).isGreaterThanOrEqualTo(19);
  }

  /** A move of 6 · 0.3, in units of √(32 / 7 + 0.01 · 42.3) = 2.23. */
  @Test
  void itTellsHowFarTheWindowIsInDeviationsOfACell() {
    LongMemory memory = memory();
    List<SortedMap<String, double[]>> means = new ArrayList<>();
    for (int batch = 1; batch <= 58; batch++) {
      add(means, mean(1, batch, 51, 6));
      SortedMap<String, Double> moved = memory.accept(means, batch);
      if (batch == 58) {
        assertThat(moved.get("code")).isCloseTo(0.81, Offset.offset(0.1));
      }
    }
  }

  @Test
  void whoBeginsAnewOnTheSameMeansGoesOnAlike() {
    List<SortedMap<String, double[]>> means = new ArrayList<>();
    LongMemory going = memory();
    int told = 0;
    for (int batch = 1; batch <= 330; batch++) {
      add(means, mean(2, batch, 300, 3));
      SortedMap<String, Double> moved = going.accept(means, batch);
      if (batch % 7 == 0 || batch > 298) {
        assertThat(memory().accept(means, batch)).isEqualTo(moved);
      }
      told += moved.size();
    }
    assertThat(told).isPositive();
  }

  @Test
  void aBlockThatDoesNotVaryIsLeftOut() {
    LongMemory memory = memory();
    List<SortedMap<String, double[]>> means = new ArrayList<>();
    for (int batch = 1; batch <= 70; batch++) {
      add(means, new double[] {1, batch > 60 ? 9 : 2, 0, 0});
      assertThat(memory.accept(means, batch)).isEmpty();
    }
  }
}
