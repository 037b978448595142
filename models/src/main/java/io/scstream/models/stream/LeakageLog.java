package io.scstream.models.stream;

import io.scstream.models.gate.Evidence;
import io.scstream.models.leakage.CodedCells;
import io.scstream.models.leakage.LeakageReport;
import io.scstream.models.leakage.LeakageSettings;
import io.scstream.models.leakage.LeakageState;
import io.scstream.models.leakage.LeakageWatch;
import io.scstream.models.spec.ModelSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of leakage in a run. Every chunk counts once, by what the model made of it when it
 * came, however often the run goes back; one that is shut out since the last safe point is taken
 * out again.
 */
final class LeakageLog {

  /** Labels told apart at once: codes and probes of more would say little of each. */
  private static final int LABELS = 128;

  private final Optional<LeakageSettings> settings;
  private final Map<String, List<CodedCells>> since = new LinkedHashMap<>();
  private Optional<LeakageState> safe;
  private Optional<LeakageWatch> watch;
  private Evidence.Leakage safeReading;
  private Evidence.Leakage reading;

  /**
   * What was known.
   *
   * @param reading of the last window
   */
  LeakageLog(
      StreamOptions options,
      ModelSpec spec,
      Optional<LeakageState> state,
      Evidence.Leakage reading) {
    this.settings = Optional.of(settings(options, spec)).filter(it -> options.leakage().isOn());
    this.safe = settings.flatMap(it -> state);
    this.watch = watch();
    this.reading = isOn() ? reading : Evidence.Leakage.UNKNOWN;
    this.safeReading = this.reading;
  }

  private static LeakageSettings settings(StreamOptions options, ModelSpec spec) {
    return new LeakageSettings(
        new LeakageSettings.Sizes(
            spec.genes(), spec.backgroundLatent(), spec.salientWidth(), spec.groups().count()),
        Math.max(1, options.leakage().windowCells()),
        options.leakage().halfLife(),
        options.seed(),
        LABELS);
  }

  private Optional<LeakageWatch> watch() {
    return settings.map(
        it ->
            safe.map(state -> LeakageWatch.restore(it, state))
                .orElseGet(() -> LeakageWatch.empty(it)));
  }

  boolean isOn() {
    return settings.isPresent();
  }

  /** Takes in a chunk. Gives a report if a window ends with it. */
  Optional<LeakageReport> add(String chunk, List<CodedCells> cells) {
    if (isOn() && !cells.isEmpty()) {
      since.put(chunk, cells);
    }
    return take(cells);
  }

  private Optional<LeakageReport> take(List<CodedCells> cells) {
    Optional<LeakageReport> window = watch.flatMap(it -> it.take(cells));
    reading = window.map(Evidence.Leakage::of).orElse(reading);
    return window;
  }

  /** What the last window said. */
  Evidence.Leakage reading() {
    return reading;
  }

  /** The run will not go back behind this moment. */
  void setSafePoint() {
    safe = state();
    safeReading = reading;
    since.clear();
  }

  /** As if these chunks had not come. What was told of them stays told. */
  void takeOut(Set<String> chunks) {
    if (since.keySet().removeAll(chunks)) {
      watch = watch();
      reading = safeReading;
      since.values().forEach(this::take);
    }
  }

  /** Forgets everything: the codes that come now are of another model. */
  void clear() {
    safe = Optional.empty();
    reading = Evidence.Leakage.UNKNOWN;
    safeReading = reading;
    since.clear();
    watch = watch();
  }

  /** Empty where leakage is not measured. */
  Optional<LeakageState> state() {
    return watch.map(LeakageWatch::state);
  }
}
