package io.scstream.models.kernel;

import ai.djl.ndarray.NDArray;

/**
 * A sparse matrix in the engine, row after row.
 *
 * @param indices the column of every entry, [e], 32 bits
 * @param starts the first entry of every row, [n], 32 bits
 * @param values the entries, [e]
 */
public record Sparse(NDArray indices, NDArray starts, NDArray values) {}
