package io.scstream.models.stream;

/**
 * What the replay memory of a run holds.
 *
 * @param strata that a cell of it has come of
 */
public record Remembered(int cells, int strata) {}
