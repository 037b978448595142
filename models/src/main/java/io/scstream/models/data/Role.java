package io.scstream.models.data;

/** Which of the two data sets of a comparison a cell belongs to. */
public enum Role {
  /** Control cells: shared variation only. */
  BACKGROUND,
  /** Perturbed, diseased or treated cells: shared and salient variation. */
  TARGET
}
