/**
 * What learns from single cells, as plain Java and tensors. Streams, stores and messages are
 * unknown here: cells come in as values, embeddings and snapshots go out as values.
 */
@NullMarked
package io.scstream.models;

import org.jspecify.annotations.NullMarked;
