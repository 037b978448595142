package io.scstream.models.stream;

import java.util.Set;

/**
 * What is shut out when a run goes back.
 *
 * @param chunks to be shut out as a whole
 * @param remembered ids of cells to be taken out of the replay memory, which came before the safe
 *     point
 * @param isProven whether the model of the safe point cannot take them even alone; otherwise they
 *     are suspected because they were there
 */
record Culprits(Set<String> chunks, Set<String> remembered, boolean isProven) {
  /** Where cells are not to blame. */
  static final Culprits NONE = new Culprits(Set.of(), Set.of(), false);
}
