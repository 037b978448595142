package io.scstream.speed;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a learner's steps took, its peer's, and the least that they could take. */
public final class StepReport {
  private static final double MILLIS = 1000;

  private final Setting setting;
  private final Turns turns;
  private final Optional<Beside> peer;
  private final Floor floor;

  StepReport(Setting setting, Turns turns, Optional<Beside> peer, Floor floor) {
    this.setting = setting;
    this.turns = turns;
    this.peer = peer;
    this.floor = floor;
  }

  /**
   * What was measured.
   *
   * @param steps of a side in a turn
   */
  record Setting(SpeedModel model, SimulatedCells cells, int threads, int steps) {}

  /**
   * The peer as it told of itself.
   *
   * @param cells of one of its steps
   */
  record Beside(String peer, String version, String model, int cells) {}

  /** The machine, and the work of a step. */
  record Floor(MachineSpeed machine, Work work) {
    double millis() {
      return MILLIS * machine.seconds(work);
    }
  }

  private double stepMillis() {
    return MILLIS * setting.cells.cells() / turns.rate(0);
  }

  /** For machines. Without a peer there are no fields of one. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", setting.model.name());
    json.put("genes", setting.cells.genes());
    json.put("hidden", setting.model.spec().hidden());
    json.put("batch", setting.cells.cells());
    json.put("density", (double) setting.cells.expressed() / setting.cells.genes());
    json.put("threads", setting.threads);
    json.put("pairs", turns.rates().get(0).size());
    json.put("steps", setting.steps);
    json.put("cells_per_second", turns.rate(0));
    json.put("step_ms", stepMillis());
    json.put("floor_ms", floor.millis());
    json.put("floor_ratio", stepMillis() / floor.millis());
    json.put("floor_gflop", floor.work.flops() / 1e9);
    json.put("floor_mb", floor.work.bytes() / 1e6);
    json.put("matmul_gflops", floor.machine.flops() / 1e9);
    json.put("memory_gb_per_second", floor.machine.bytes() / 1e9);
    peer.ifPresent(
        it -> {
          json.put("peer", it.peer);
          json.put("peer_version", it.version);
          json.put("peer_model", it.model);
          json.put("peer_batch", it.cells);
          json.put("peer_cells_per_second", turns.rate(1));
          json.put("peer_step_ms", MILLIS * it.cells / turns.rate(1));
          json.put("ratio_cells_per_second", turns.ratio());
          json.put("ratio_min", turns.leastRatio());
          json.put("ratio_max", turns.largestRatio());
        });
    return json;
  }

  /** For people. */
  public String text() {
    StringBuilder text = new StringBuilder();
    line(text, "", "cells/s", "ms a step", "cells a step");
    line(
        text,
        "scstream " + setting.model.name(),
        "%,.0f".formatted(turns.rate(0)),
        "%.2f".formatted(stepMillis()),
        "" + setting.cells.cells());
    peer.ifPresent(
        it ->
            line(
                text,
                "%s %s %s".formatted(it.peer, it.version, it.model),
                "%,.0f".formatted(turns.rate(1)),
                "%.2f".formatted(MILLIS * it.cells / turns.rate(1)),
                "" + it.cells));
    line(
        text,
        "least possible",
        "%,.0f".formatted(MILLIS * setting.cells.cells() / floor.millis()),
        "%.2f".formatted(floor.millis()),
        "" + setting.cells.cells());
    peer.ifPresent(it -> text.append(pairs()));
    text.append(
        "%.2f times the least time: %.2f GFLOP at %.0f GFLOP/s and %.0f MB at %.1f GB/s"
            .formatted(
                stepMillis() / floor.millis(),
                floor.work.flops() / 1e9,
                floor.machine.flops() / 1e9,
                floor.work.bytes() / 1e6,
                floor.machine.bytes() / 1e9));
    return text.toString();
  }

  private String pairs() {
    return "%.3f times the peer's cells/s (median of %d pairs, %.3f to %.3f)%n"
        .formatted(
            turns.ratio(), turns.rates().get(0).size(), turns.leastRatio(), turns.largestRatio());
  }

  private static void line(StringBuilder text, String who, String rate, String ms, String cells) {
    text.append("%-38s %10s %10s %13s%n".formatted(who, rate, ms, cells));
  }
}
