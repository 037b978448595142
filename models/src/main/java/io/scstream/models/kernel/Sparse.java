package io.scstream.models.kernel;

import ai.djl.ndarray.NDArray;

/**
 * A sparse matrix in the engine, row after row.
 *
 * <p>A row may be given in parts: first all rows' first parts, then all rows' second ones. They are
 * then rows of their own to {@code starts}, and a product adds them up.
 *
 * @param indices the column of every entry, [e], 32 bits
 * @param starts the first entry of every part of a row, [parts · n], 32 bits
 * @param values the entries, [e]
 * @param rows n
 */
public record Sparse(NDArray indices, NDArray starts, NDArray values, int rows) {}
