package io.scstream.models.gauge;

import static io.scstream.models.ModelException.checkInput;

/**
 * How the codes of one model version are turned before they are published. Embeddings of different
 * gauges may be compared as far as their panels agree; every published embedding carries the
 * version.
 *
 * @param version counted from 1
 * @param background of the background space
 * @param salient of the salient space
 */
public record Gauge(long version, Rotation background, Rotation salient) {

  /** Checks. */
  public Gauge {
    checkInput(version >= 1, "Invalid gauge version: %d; expected 1 or more", version);
  }

  /** The gauge of the first model, whose codes are published as they are. */
  public static Gauge first(int backgroundLatent, int salientLatent) {
    return new Gauge(1, Rotation.identity(backgroundLatent), Rotation.identity(salientLatent));
  }

  /** The panel's codes as this gauge publishes them. */
  public PanelCodes publish(PanelCodes codes) {
    return codes.turned(background, salient);
  }

  /**
   * The gauge of the next model: it publishes the panel as near as may be to where it was published
   * before.
   *
   * @param published the panel's codes under this gauge, or those of an earlier one to hold on to
   * @param codes the panel's codes of the next model, before any rotation
   */
  public Gauge next(PanelCodes published, PanelCodes codes) {
    return new Gauge(
        version + 1,
        Procrustes.align(codes.background(), published.background()),
        Procrustes.align(codes.salient(), published.salient()));
  }
}
