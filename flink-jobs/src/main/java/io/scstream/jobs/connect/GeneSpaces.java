package io.scstream.jobs.connect;

import io.scstream.schema.GeneSpaceRecord;
import java.io.Serializable;
import java.util.Optional;

/** Finds what the columns of a chunk mean. */
public interface GeneSpaces extends Serializable {
  /** The gene space of that id, if anybody has described it. */
  Optional<GeneSpaceRecord> find(String id);
}
