package io.scstream.models.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.drift.signal.EnergyDistance;
import io.scstream.models.drift.signal.InputQuality;
import io.scstream.models.memory.RememberedCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ModelSignalsTest {
  private static final MonitorOptions OPTIONS =
      new MonitorOptions(
          AlarmOptions.standard(1),
          1,
          2,
          InputQuality.of(1),
          List.of("code"),
          Optional.of("code"),
          false,
          List.of());

  /** The code of a cell is its count. */
  private static final CellReader READER =
      cells -> {
        TreeMap<String, double[][]> blocks = new TreeMap<>();
        blocks.put(
            "code",
            cells.stream().map(cell -> new double[] {cell.count(0)}).toArray(double[][]::new));
        return CellReading.of(blocks);
      };

  private static List<RememberedCell> cells(Role role, int... counts) {
    List<RememberedCell> cells = new ArrayList<>();
    for (int count : counts) {
      Cell cell = Cell.of(role + "-" + count, role, 10, new int[] {0}, new int[] {count});
      cells.add(new RememberedCell(cell, "one"));
    }
    return cells;
  }

  private static BatchSketch sketch(List<RememberedCell> background, List<RememberedCell> target) {
    List<RememberedCell> cells = new ArrayList<>(background);
    cells.addAll(target);
    return new BatchSketch("b", cells, new TreeMap<>(Map.of("one", cells.size())));
  }

  @Test
  void theSharedBlockTellsOfRoles() {
    ModelSignals signals = ModelSignals.of(OPTIONS, READER, cells(Role.TARGET, 1, 2, 3, 4));
    BatchSketch apart = sketch(cells(Role.BACKGROUND, 1, 2), cells(Role.TARGET, 6, 7, 8));
    double square = EnergyDistance.to(new double[][] {{1}, {2}}).of(new double[][] {{6}, {7}, {8}});
    assertThat(read(signals, apart).get("leakage/role"))
        .isCloseTo(Math.sqrt(square), within(1e-12));
    assertThat(read(signals, sketch(cells(Role.BACKGROUND, 1), cells(Role.TARGET, 6, 7))))
        .doesNotContainKey("leakage/role");
  }

  /** Distances are followed by themselves, and to either side with their sign. */
  @Test
  void codesAreFollowedToEitherSide() {
    ModelSignals signals = ModelSignals.of(OPTIONS, READER, cells(Role.TARGET, 1, 2, 3, 4));
    var readings = read(signals, sketch(List.of(), cells(Role.TARGET, 8, 9)));
    double square =
        EnergyDistance.to(new double[][] {{1}, {2}, {3}, {4}}).of(new double[][] {{8}, {9}});
    assertThat(readings.get("latent/code")).isCloseTo(Math.sqrt(square), within(1e-12));
    assertThat(readings.getOrDefault("latent/code/up", 0.0))
        .isEqualTo(-readings.getOrDefault("latent/code/down", 0.0));
    assertThat(Math.abs(readings.getOrDefault("latent/code/up", 0.0)))
        .isEqualTo(readings.get("latent/code"));
  }

  private static SortedMap<String, Double> read(ModelSignals signals, BatchSketch sketch) {
    return signals.read(sketch, READER.read(sketch.bare()));
  }
}
