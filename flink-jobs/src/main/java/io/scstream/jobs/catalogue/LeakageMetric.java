package io.scstream.jobs.catalogue;

import java.util.List;

/** What background codes know of what was done to the cells. */
public enum LeakageMetric implements Metric {
  LEAKAGE_DECODED(
      "leakage_decoded",
      "0 is best; 1: background codes tell all",
      "of what target cells add to decoded log expression, by spread and by distance, the share that"
          + " a linear map of the background code tells: 1 − (R − R_B) / (V − V_B), with V the total"
          + " variance over all cells of the window, V_B that over background cells, and R, R_B what"
          + " the best linear maps leave of them. Show it cut to 0 and 1. If it is bad: look at"
          + " `leakage_decoded_effect` first. Then set a bound:"
          + " `model.objective.constraints.dependence`, family [`co-cvae`](models/co-cvae.md)",
      Outlet.TOPIC),
  LEAKAGE_DECODED_EFFECT(
      "leakage_decoded_effect",
      "squared nats",
      "the denominator, V − V_B. Near 0 targets add nothing to speak of, and `leakage_decoded` says"
          + " nothing",
      Outlet.TOPIC),
  LEAKAGE_DEPENDENCE(
      "leakage_dependence",
      "0 to 1",
      "HSIC of both codes of target cells by random features. Several times its floor: the spaces"
          + " share something. The same bound; or a smaller `model.background-latent`",
      Outlet.TOPIC),
  LEAKAGE_DEPENDENCE_FLOOR(
      "leakage_dependence_floor",
      "0 to 1",
      "about what it would be for independent codes",
      Outlet.TOPIC),
  LEAKAGE_MATCH(
      "leakage_match",
      "0 to 4",
      "MMD² between the background codes of both roles by random features. Several times its floor:"
          + " background codes tell roles apart. See whether batches differ between roles; then"
          + " `model.objective.constraints.background-match`",
      Outlet.TOPIC),
  LEAKAGE_MATCH_FLOOR(
      "leakage_match_floor", "0 to 4", "about what it would be for equal laws", Outlet.TOPIC),
  LEAKAGE_DOMAIN_AUC(
      "leakage_domain_auc",
      "0.5 by chance, 1 is worst",
      "how well a linear classifier that learns along tells the role by the background code. Bad as"
          + " `leakage_match`; high when that is low: a difference along few coordinates",
      Outlet.TOPIC),
  LEAKAGE_LABEL_BACKGROUND(
      "leakage_label_background",
      "0 by chance, slightly below for lack of luck, 1 is worst",
      "how well a linear discriminant that learns along reads the treatment (`input.leakage.label`)"
          + " off the background codes of target cells: the mean over labels of the share recognized,"
          + " above chance. Compare with the next one. Many labels and few cells of each make it"
          + " small whatever leaks",
      Outlet.TOPIC),
  LEAKAGE_LABEL_SALIENT(
      "leakage_label_salient",
      "1 is best",
      "the same off the salient codes; with groups by treatment near 1 whatever they say. If low:"
          + " the salient codes do not know the treatments. More steps, a larger"
          + " `model.salient-latent`",
      Outlet.TOPIC),
  LEAKAGE_LABELS("leakage_labels", "labels", "how many are told apart", Outlet.TOPIC),
  LEAKAGE_LABEL_CELLS_IGNORED(
      "leakage_label_cells_ignored",
      "cells of the window",
      "whose label had no room: at most 128 are known at once, and one makes room when less than half"
          + " a cell of its weight is left",
      Outlet.TOPIC),
  SALIENT_SILENCE(
      "salient_silence",
      "0 or more, well below 1 is best",
      "mean squared salient code of background cells over that of target cells; with groups a mean"
          + " over their spaces. Near 1: the salient encoder speaks of what both have."
          + " `model.objective.constraints.salient-silence`",
      Outlet.TOPIC),
  ACTIVE_UNITS_BACKGROUND(
      "active_units_background",
      "0 to the size of the space",
      "coordinates whose posterior mean varies by more than 0.01 over the window's cells",
      Outlet.TOPIC),
  ACTIVE_UNITS_SALIENT(
      "active_units_salient",
      "0 to the size of the space",
      "the same of the salient codes, over target cells. Few of many: the space is too large, or"
          + " nothing is learned there",
      Outlet.TOPIC);

  @SuppressWarnings("ImmutableEnumChecker") // A record of values, its list copied.
  private final Entry entry;

  LeakageMetric(String pattern, String unit, String meaning, Outlet... outlets) {
    this.entry = new Entry(Section.LEAKAGE, pattern, unit, meaning, List.of(outlets));
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
