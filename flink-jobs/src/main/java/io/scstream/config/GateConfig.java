package io.scstream.config;

import static io.scstream.config.Check.atLeast;
import static io.scstream.config.Check.check;
import static io.scstream.config.Check.positive;
import static io.scstream.config.Check.zeroOrMore;

import java.io.Serializable;

/**
 * What a version has to meet to become the promoted one.
 *
 * @param promote whether versions that meet it are promoted; if not, nothing is judged
 * @param standardErrors that its bound on held-out cells may be below the promoted version's
 * @param domainAuc most that background codes may tell roles apart; 1 for no limit
 * @param label most that background codes may tell labels, above chance; 1 for no limit
 * @param activeBackground least coordinates of the background space in use
 * @param activeSalient least coordinates of the salient space in use
 * @param movement most that published codes may have moved, as a share of the spread between cells
 */
public record GateConfig(
    boolean promote,
    double standardErrors,
    double domainAuc,
    double label,
    int activeBackground,
    int activeSalient,
    double movement)
    implements Serializable {
  public GateConfig {
    zeroOrMore("publish.gate.standard-errors", standardErrors);
    check(
        domainAuc >= 0.5 && domainAuc <= 1,
        "publish.gate.domain-auc",
        domainAuc,
        "a number from 0.5 to 1");
    check(label >= 0 && label <= 1, "publish.gate.label", label, "a number from 0 to 1");
    atLeast("publish.gate.active-background", activeBackground, 0);
    atLeast("publish.gate.active-salient", activeSalient, 0);
    positive("publish.gate.movement", movement);
  }
}
