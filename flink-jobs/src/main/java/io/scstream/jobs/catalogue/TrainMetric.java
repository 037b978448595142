package io.scstream.jobs.catalogue;

import java.util.List;

/** What a trainer tells of new cells, of its steps, and of how far it has come. */
public enum TrainMetric implements Metric {
  ELBO_PREQUENTIAL(
      Section.PREQUENTIAL,
      "elbo_prequential",
      "nats per cell, higher is better",
      "the evidence lower bound. The gauge is over both roles",
      Outlet.TOPIC,
      Outlet.TRAIN),
  RECONSTRUCTION_PREQUENTIAL(
      Section.PREQUENTIAL,
      "reconstruction_prequential",
      "nats per cell",
      "minus the log-likelihood",
      Outlet.TOPIC),
  KL_BACKGROUND_PREQUENTIAL(
      Section.PREQUENTIAL,
      "kl_background_prequential",
      "nats per cell",
      "the divergence of the background codes, at full weight",
      Outlet.TOPIC),
  KL_SALIENT_PREQUENTIAL(
      Section.PREQUENTIAL,
      "kl_salient_prequential",
      "nats per cell",
      "the divergence of the salient codes, at full weight",
      Outlet.TOPIC),
  KL_LIBRARY_PREQUENTIAL(
      Section.PREQUENTIAL,
      "kl_library_prequential",
      "nats per cell",
      "the divergence of the log library size, whose weight is always 1; only with a"
          + " [latent library](models/comparative.md#latent-library)",
      Outlet.TOPIC),
  LOSS(
      Section.STEPS,
      "loss",
      "nats per cell",
      "mean of the training cells' loss, divergences weighted by the warm-up. The gauge is of the"
          + " last step",
      Outlet.TOPIC,
      Outlet.TRAIN),
  GRAD_NORM(
      Section.STEPS,
      "grad_norm",
      "–",
      "mean length of the whole gradient. The gauge is of the last step",
      Outlet.TOPIC,
      Outlet.TRAIN),
  STEPS_SKIPPED(Section.STEPS, "steps_skipped", "steps", "refused gradients", Outlet.TOPIC),
  STEPS_HALVED(
      Section.STEPS,
      "steps_halved",
      "steps",
      "taken in two halves, because the device had no memory for the whole minibatch",
      Outlet.TOPIC),
  STEP_SECONDS(
      Section.STEPS,
      "step_seconds",
      "seconds",
      "the chunk's time, scoring included, divided by its steps",
      Outlet.TOPIC,
      Outlet.TRAIN),
  CELLS_PER_SECOND(
      Section.STEPS,
      "cells_per_second",
      "cells per second",
      "the chunk's cells divided by its time",
      Outlet.TOPIC),
  GRADIENT_COSINE(
      Section.STEPS,
      "gradient_cosine",
      "−1 to 1",
      "between both roles' gradients, or the two losses' that are most against each other; only"
          + " where [they are balanced](models/mo-cvae.md)",
      Outlet.TOPIC),
  BACKGROUND_WEIGHT(
      Section.STEPS,
      "background_weight",
      "0 to 2, or [to the number of losses](models/multi-group.md#objective)",
      "of the background's gradient; only where they are balanced",
      Outlet.TOPIC),
  CONSTRAINT(
      Section.STEPS,
      "constraint.NAME",
      "of the constraint",
      "mean of what the steps measured; only with constraints",
      Outlet.TOPIC),
  MULTIPLIER(
      Section.STEPS,
      "multiplier.NAME",
      "–",
      "the multiplier after the last step; only with constraints",
      Outlet.TOPIC),
  CONSTRAINTS_INFEASIBLE(
      Section.STEPS,
      "constraints_infeasible",
      "constraints",
      "whose multiplier is at its bound, or whose average stays above 1.5 thresholds after 5,000"
          + " steps; only with constraints",
      Outlet.TOPIC),
  CELLS_SEEN_TOTAL(
      Section.PROGRESS,
      "cells_seen_total",
      "cells",
      "that came in since the lineage began",
      Outlet.TRAIN),
  CELLS_TRAINED_TOTAL(
      Section.PROGRESS,
      "cells_trained_total",
      "cells",
      "that a step has taken as new since the lineage began",
      Outlet.TRAIN),
  TRAIN_STEP(
      Section.PROGRESS, "train_step", "steps", "taken since the lineage began", Outlet.TRAIN),
  LR(Section.STEPS, "lr", "–", "the learning rate of the last step", Outlet.TOPIC, Outlet.TRAIN),
  REPLAY_SIZE(Section.PROGRESS, "replay_size", "cells", "in the replay memory", Outlet.TRAIN),
  REPLAY_STRATA(
      Section.PROGRESS,
      "replay_strata",
      "strata",
      "of the replay memory that a cell has come of",
      Outlet.TRAIN),
  THIN_SHARE(
      Section.PROGRESS,
      "thin_share",
      "share, 1 is all",
      "of the last chunk's cells that were trained on; below 1 only with `input.overload=thin`",
      Outlet.TRAIN),
  CHUNKS_HELD(
      Section.PROGRESS,
      "chunks_held",
      "chunks",
      "that came since training halted and wait for it to go on",
      Outlet.TRAIN),
  REPLAYED(
      Section.PROGRESS,
      "replayed",
      "chunks",
      "dropped because the restored state was trained through them",
      Outlet.TRAIN_COUNTER),
  QUARANTINED(
      Section.PROGRESS,
      "quarantined",
      "chunks",
      "that the training guard shut out",
      Outlet.TRAIN_COUNTER),
  NAN_STEPS_TOTAL(
      Section.PROGRESS, "nan_steps_total", "steps", "refused gradients", Outlet.TRAIN_COUNTER),
  ROLLBACKS_TOTAL(
      Section.PROGRESS,
      "rollbacks_total",
      "rollbacks",
      "of the training guard to its last safe point",
      Outlet.TRAIN_COUNTER);

  @SuppressWarnings("ImmutableEnumChecker") // A record of values, its list copied.
  private final Entry entry;

  TrainMetric(Section section, String pattern, String unit, String meaning, Outlet... outlets) {
    this.entry = new Entry(section, pattern, unit, meaning, List.of(outlets));
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
