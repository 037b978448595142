package io.scstream.jobs.catalogue;

import java.util.List;

/** What a model has lost of strata that it knew. */
public enum ForgettingMetric implements Metric {
  BWT_MEAN(
      "bwt_mean",
      "nats per cell",
      "backward transfer, the bound now less that of the best promoted version, as a mean over"
          + " strata; negative: something is forgotten",
      Outlet.TOPIC,
      Outlet.TRAIN),
  BWT_WORST("bwt_worst", "nats per cell", "that of the worst stratum", Outlet.TOPIC, Outlet.TRAIN),
  BWT_ALARMS(
      "bwt_alarms",
      "strata",
      "that count as forgotten: below by more than `memory.forgetting.standard-errors`,"
          + " `memory.forgetting.in-a-row` times",
      Outlet.TOPIC,
      Outlet.TRAIN),
  BWT(
      "bwt.STRATUM",
      "nats per cell",
      "that of one stratum, whose name is role, covariates and treatment",
      Outlet.TOPIC);

  @SuppressWarnings("ImmutableEnumChecker") // A record of values, its list copied.
  private final Entry entry;

  ForgettingMetric(String pattern, String unit, String meaning, Outlet... outlets) {
    this.entry = new Entry(Section.FORGETTING, pattern, unit, meaning, List.of(outlets));
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
