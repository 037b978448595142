package io.scstream.models.gate;

import static io.scstream.models.ModelException.checkConfig;

/**
 * What a version has to meet to be promoted.
 *
 * @param standardErrors that its bound on held-out cells may be below that of the promoted version
 * @param domainAuc most that a classifier may tell roles apart by background codes, 0.5 to 1; 1 for
 *     no limit
 * @param label most that a classifier may tell labels by background codes, above chance, 0 to 1; 1
 *     for no limit
 * @param activeBackground least coordinates of the background space in use
 * @param activeSalient least coordinates of the salient space in use
 * @param movement most that published codes of the panel may have moved from those of the promoted
 *     version, as a share of the spread between cells
 */
public record GateOptions(
    double standardErrors,
    double domainAuc,
    double label,
    int activeBackground,
    int activeSalient,
    double movement) {
  /** Checks. */
  public GateOptions {
    checkConfig(
        standardErrors >= 0, "Invalid standard-errors: %s; expected 0 or more", standardErrors);
    checkConfig(
        domainAuc >= 0.5 && domainAuc <= 1,
        "Invalid domain-auc: %s; expected a number from 0.5 to 1",
        domainAuc);
    checkConfig(
        label >= 0 && label <= 1, "Invalid label: %s; expected a number from 0 to 1", label);
    checkConfig(
        activeBackground >= 0,
        "Invalid active-background: %d; expected 0 or more",
        activeBackground);
    checkConfig(
        activeSalient >= 0, "Invalid active-salient: %d; expected 0 or more", activeSalient);
    checkConfig(movement > 0, "Invalid movement: %s; expected a positive number", movement);
  }
}
