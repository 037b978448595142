package io.scstream.store;

import java.time.Instant;

/**
 * A donor's cells are to be forgotten by a lineage. Kept without the donor's name.
 *
 * @param donor SHA-256 of the donor's id
 * @param by who asked for it; may be empty
 * @param reason may be empty
 */
public record Erasure(String lineage, String donor, Instant since, String by, String reason) {

  public Erasure {
    Names.checkLineage(lineage);
    Sha256.check("donor", donor);
  }
}
