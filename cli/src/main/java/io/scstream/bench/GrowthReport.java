package io.scstream.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How a run fares as it grows, a twentieth of its steps at a time.
 *
 * @param memoryGrowth resident memory at the end over that after a fifth of the run
 * @param checkpointGrowth size of the checkpoints, likewise
 * @param stepTimeGrowth time of a step, likewise
 */
public record GrowthReport(
    long cells,
    long steps,
    double seconds,
    @JsonProperty("memory_growth") double memoryGrowth,
    @JsonProperty("checkpoint_growth") double checkpointGrowth,
    @JsonProperty("step_time_growth") double stepTimeGrowth,
    List<Part> parts) {
  static final int PARTS = 20;
  private static final int SETTLED = PARTS / 5;

  /** Copies. */
  public GrowthReport {
    parts = List.copyOf(parts);
  }

  /**
   * One twentieth of a run; medians.
   *
   * @param percent of the steps at its end
   * @param residentMiB memory of the process that trains
   * @param checkpointMiB all that a checkpoint refers to
   * @param stepMillis of a step
   */
  public record Part(
      int percent,
      @JsonProperty("resident_mib") double residentMiB,
      @JsonProperty("checkpoint_mib") double checkpointMiB,
      @JsonProperty("step_millis") double stepMillis) {}

  static GrowthReport of(long cells, long steps, double seconds, List<Part> parts) {
    return new GrowthReport(
        cells,
        steps,
        seconds,
        growth(parts, Part::residentMiB),
        growth(parts, Part::checkpointMiB),
        growth(parts, Part::stepMillis),
        parts);
  }

  /** The last fifth over the second one: single parts are noisy. */
  private static double growth(List<Part> parts, ToDoubleFunction<Part> value) {
    double early =
        median(parts.subList(SETTLED, 2 * SETTLED).stream().map(value::applyAsDouble).toList());
    double late =
        median(
            parts.subList(parts.size() - SETTLED, parts.size()).stream()
                .map(value::applyAsDouble)
                .toList());
    return late / early;
  }

  static double median(List<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  /** For people. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "%,d cells, %,d steps, %.0f seconds%n%n| %% of steps | memory, MiB | checkpoint, MiB | step, ms |%n",
            cells, steps, seconds));
    text.append("| --- | --- | --- | --- |\n");
    for (Part part : parts) {
      text.append(
          String.format(
              "| %d | %.0f | %.1f | %.1f |%n",
              part.percent, part.residentMiB, part.checkpointMiB, part.stepMillis));
    }
    text.append(
        String.format(
            "%nlast fifth over second fifth: memory %.3f, checkpoint %.3f, step %.3f",
            memoryGrowth, checkpointGrowth, stepTimeGrowth));
    return text.toString();
  }
}
