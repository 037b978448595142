package io.scstream.models.forgetting;

import io.scstream.models.forgetting.ForgettingReport.Alarm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Compares the bound on held-out cells now with the best that promoted versions had, stratum by
 * stratum and cell by cell. A stratum that is worse by more than so many standard errors, so many
 * looks in a row, counts as forgotten.
 *
 * <p>The error is that of the paired difference over cells, and besides what the model itself
 * changes from look to look ({@link ModelNoise}). Until that is known nothing counts as worse.
 *
 * <p>The best version of a stratum is told by the cells that it shares with the next one promoted.
 * Where less than half of the stratum's cells were there under the best version, the newest one
 * takes its place: of the others nobody knows what they were worth then.
 *
 * <p>Changes by what it is shown alone. Memory: an id and a number for each cell held out, and a
 * few numbers for each stratum.
 */
public final class ForgettingMeter {
  /** Cells that a stratum needs to be compared. */
  public static final int LEAST_CELLS = 10;

  private final ForgettingOptions options;
  private final SortedMap<String, ForgettingState.Stratum> strata;
  private long lastStep;

  private ForgettingMeter(ForgettingOptions options, ForgettingState state) {
    this.options = options;
    this.strata = new TreeMap<>(state.strata());
    this.lastStep = state.lastStep();
  }

  /** The meter that was in this state; limits may be others. */
  public static ForgettingMeter restore(ForgettingOptions options, ForgettingState state) {
    return new ForgettingMeter(options, state);
  }

  /** Whether it is time to look again. */
  public boolean isDue(long step) {
    return options.everySteps() > 0 && step - lastStep >= options.everySteps() && !strata.isEmpty();
  }

  /** Whether a stratum counts as forgotten. */
  public boolean isAlarmed() {
    return strata.values().stream().anyMatch(this::isAlarmed);
  }

  /** The strata that count as forgotten, by name. */
  public List<String> alarmed() {
    return strata.entrySet().stream()
        .filter(it -> isAlarmed(it.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Looks at all held-out cells as the model describes them now. */
  public ForgettingReport look(long step, List<ScoredCell> cells) {
    lastStep = step;
    List<ForgettingReport.Reading> readings = new ArrayList<>();
    SortedMap<String, List<ScoredCell>> present = byStratum(cells);
    strata.keySet().retainAll(present.keySet());
    strata.replaceAll(
        (name, before) -> {
          Difference paired =
              Difference.between(present.getOrDefault(name, List.of()), before.best());
          if (paired.cells() < LEAST_CELLS) {
            return before.worse(0, 0);
          }
          ModelNoise noise = before.noise().seen(paired.mean());
          Difference transfer = paired.withVariance(noise.variance());
          ForgettingState.Stratum now = looked(before.with(noise), transfer, step);
          readings.add(
              new ForgettingReport.Reading(
                  name, transfer, now.bestStep(), now.sinceStep(), alarm(before, now)));
          return now;
        });
    return new ForgettingReport(step, readings);
  }

  private ForgettingState.Stratum looked(
      ForgettingState.Stratum before, Difference transfer, long step) {
    if (!transfer.isBelow(options.standardErrors())) {
      return before.worse(0, 0);
    }
    // It need not count further than to the limit.
    int inARow = Math.min(before.worseInARow(), options.inARow() - 1) + 1;
    return before.worse(inARow, before.worseInARow() == 0 ? step : before.sinceStep());
  }

  private Alarm alarm(ForgettingState.Stratum before, ForgettingState.Stratum now) {
    if (isAlarmed(now)) {
      return isAlarmed(before) ? Alarm.STANDS : Alarm.BEGINS;
    }
    return isAlarmed(before) ? Alarm.ENDS : Alarm.NONE;
  }

  private boolean isAlarmed(ForgettingState.Stratum stratum) {
    return stratum.worseInARow() >= options.inARow();
  }

  /** A version was promoted that describes all held-out cells so. */
  public void promoted(long step, List<ScoredCell> cells) {
    SortedMap<String, List<ScoredCell>> present = byStratum(cells);
    strata.keySet().retainAll(present.keySet());
    present.forEach(
        (name, here) -> {
          ForgettingState.Stratum before = strata.get(name);
          if (before == null) {
            strata.put(
                name,
                new ForgettingState.Stratum(step, bounds(here), 0, 0, ModelNoise.NONE.restarted()));
            return;
          }
          Difference gain = Difference.between(here, before.best());
          boolean isBetter = 2 * gain.cells() < here.size() || gain.mean() > 0;
          strata.put(
              name,
              isBetter
                  ? before.best(step, bounds(here)).with(before.noise().restarted())
                  : before.best(before.bestStep(), kept(before.best(), here)));
        });
  }

  private static SortedMap<String, List<ScoredCell>> byStratum(List<ScoredCell> cells) {
    SortedMap<String, List<ScoredCell>> strata = new TreeMap<>();
    for (ScoredCell cell : cells) {
      if (Double.isFinite(cell.bound())) {
        strata.computeIfAbsent(cell.stratum(), name -> new ArrayList<>()).add(cell);
      }
    }
    return strata;
  }

  private static SortedMap<String, Double> bounds(List<ScoredCell> cells) {
    SortedMap<String, Double> bounds = new TreeMap<>();
    cells.forEach(cell -> bounds.put(cell.id(), cell.bound()));
    return bounds;
  }

  /** Of cells that are there no longer nothing needs to be known. */
  private static SortedMap<String, Double> kept(
      SortedMap<String, Double> best, List<ScoredCell> cells) {
    SortedMap<String, Double> kept = new TreeMap<>(best);
    kept.keySet().retainAll(bounds(cells).keySet());
    return kept;
  }

  /** Everything but the limits. */
  public ForgettingState state() {
    return new ForgettingState(lastStep, strata);
  }
}
