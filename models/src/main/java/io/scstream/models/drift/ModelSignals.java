package io.scstream.models.drift;

import io.scstream.models.data.Role;
import io.scstream.models.drift.signal.ElboResidual;
import io.scstream.models.drift.signal.EnergyDistance;
import io.scstream.models.drift.signal.PrincipalSide;
import io.scstream.models.drift.signal.StratifiedDistance;
import io.scstream.models.drift.signal.Whitening;
import io.scstream.models.memory.RememberedCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one model makes of sketches: they are compared with the reference as the model sees it. */
final class ModelSignals {
  private final SortedMap<String, StratifiedDistance> strata = new TreeMap<>();
  private final SortedMap<String, PrincipalSide> sides = new TreeMap<>();
  private final SortedMap<String, Whitening> whitenings = new TreeMap<>();
  private final Optional<String> shared;
  private final int least;
  private final List<ElboResidual> residual = new ArrayList<>(1);

  private ModelSignals(MonitorOptions options, CellReader reader, List<RememberedCell> reference) {
    CellReading reading = reader.read(reference.stream().map(RememberedCell::cell).toList());
    this.shared = options.shared();
    this.least = options.stratumCells();
    List<String> labels = reference.stream().map(RememberedCell::stratum).toList();
    for (String block : options.blocks()) {
      double[][] codes = reading.block(block);
      strata.put(block, StratifiedDistance.to(codes, labels, options.stratumCells()));
      sides.put(block, PrincipalSide.of(codes, labels));
      if (Whitening.varies(codes)) {
        whitenings.put(block, Whitening.of(codes));
      }
    }
    if (options.isScored()) {
      residual.add(ElboResidual.of(reference, reading.elbo()));
    }
  }

  static ModelSignals of(
      MonitorOptions options, CellReader reader, List<RememberedCell> reference) {
    return new ModelSignals(options, reader, reference);
  }

  /** Of the codes of each block whose reference cells are not all alike. */
  SortedMap<String, Whitening> whitenings() {
    return whitenings;
  }

  /**
   * The readings of a sketch by signal, from what the model makes of it. Where no stratum has cells
   * enough on both sides, there is no reading of the codes.
   */
  SortedMap<String, Double> read(BatchSketch sketch, CellReading reading) {
    SortedMap<String, Double> readings = new TreeMap<>();
    strata.forEach(
        (block, distance) ->
            distance
                .of(reading.block(block), sketch.strataOfCells())
                .ifPresent(value -> put(readings, block, value, side(block, reading, sketch))));
    shared
        .flatMap(block -> ofRoles(reading.block(block), sketch))
        .ifPresent(distance -> readings.put(DriftMonitor.LEAKAGE, distance));
    residual.forEach(
        line -> readings.put(DriftMonitor.RESIDUAL, line.measure(sketch.cells(), reading.elbo())));
    return readings;
  }

  /** How far codes of the one role are from those of the other; nothing with few of either. */
  private Optional<Double> ofRoles(double[][] codes, BatchSketch sketch) {
    List<double[]> background = new ArrayList<>();
    List<double[]> target = new ArrayList<>();
    for (int i = 0; i < codes.length; i++) {
      boolean isTarget = sketch.cells().get(i).cell().role() == Role.TARGET;
      (isTarget ? target : background).add(codes[i]);
    }
    return Math.min(background.size(), target.size()) < least
        ? Optional.empty()
        : Optional.of(
            EnergyDistance.root(
                EnergyDistance.to(background.toArray(double[][]::new))
                    .of(target.toArray(double[][]::new))));
  }

  /** −1, 0 or 1. */
  private double side(String block, CellReading reading, BatchSketch sketch) {
    PrincipalSide side = sides.get(block);
    return side == null
        ? 0
        : Math.signum(side.displacement(reading.block(block), sketch.strataOfCells()));
  }

  private static void put(
      SortedMap<String, Double> readings, String block, double square, double side) {
    double distance = EnergyDistance.root(square);
    readings.put(DriftMonitor.LATENT + block, distance);
    readings.put(DriftMonitor.LATENT + block + DriftMonitor.UP, side * distance);
    readings.put(DriftMonitor.LATENT + block + DriftMonitor.DOWN, -side * distance);
  }
}
