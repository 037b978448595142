package io.scstream.models.trial;

import java.util.Optional;

/**
 * What a fitted model's codes of held-out cells tell.
 *
 * @param elboBackground minus the bound of background cells at the posterior means, in nats a cell
 * @param elboTarget the same of target cells
 * @param role whether a cell is background or target: wanted in the salient code only
 * @param label what distinguishes target cells, where that is known: wanted in the salient code
 *     only
 * @param shared what background cells have too, where that is known: wanted in the background code
 * @param domainAuc of a classifier of roles on background codes; 0.5 is best
 * @param dependence of both codes of target cells: normalized HSIC without its bias
 * @param salientSilence squared length of salient codes, background cells over target cells
 * @param decodedLeakage share of what targets add to expression that background codes tell, over
 *     all cells, those of the fit too; NaN where there are too few
 */
public record KnownResult(
    double elboBackground,
    double elboTarget,
    Readout role,
    Optional<Readout> label,
    Optional<Readout> shared,
    double domainAuc,
    double dependence,
    double salientSilence,
    double decodedLeakage,
    Active active) {

  /** Coordinates in use on target cells. */
  public record Active(int background, int salient) {}

  /** The mean of both roles' losses, in nats per cell. */
  public double loss() {
    return (elboBackground + elboTarget) / 2;
  }
}
