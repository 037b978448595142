package io.scstream.store;

import java.time.Instant;

/**
 * Who writes a lineage: the run that published into it first.
 *
 * @param since when that was
 */
public record LineageOwner(String lineage, RunOrigin origin, Instant since) {

  public LineageOwner {
    Names.checkLineage(lineage);
  }
}
