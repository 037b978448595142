package io.scstream.jobs.catalogue;

import java.util.List;

/** Which version embeds. */
public enum EmbedMetric implements Metric {
  MODEL_VERSION_LIVE("model_version_live", "step", "the version in use", Outlet.EMBED),
  MODEL_VERSION_AGE_SECONDS(
      "model_version_age_seconds", "seconds", "since its manifest was written", Outlet.EMBED),
  EMBED_SWAP_SECONDS(
      "embed_swap_seconds",
      "seconds",
      "what the last version took from being seen to being ready",
      Outlet.EMBED),
  SWAP_FAILURES_TOTAL(
      "swap_failures_total", "attempts", "to load a version that failed", Outlet.EMBED);

  @SuppressWarnings("ImmutableEnumChecker") // A record of values, its list copied.
  private final Entry entry;

  EmbedMetric(String pattern, String unit, String meaning, Outlet... outlets) {
    this.entry = new Entry(Section.EMBEDDING, pattern, unit, meaning, List.of(outlets));
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
