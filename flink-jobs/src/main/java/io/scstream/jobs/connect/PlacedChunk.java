package io.scstream.jobs.connect;

import io.scstream.schema.CellChunkRecord;

/** A decoded chunk together with the record that it was, so that it can still be rejected whole. */
public record PlacedChunk(RawRecord raw, CellChunkRecord chunk) {}
