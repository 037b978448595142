/**
 * Single-cell count files as streams of cells, and embeddings as h5ad files. Every reader gives the
 * same thing, blocks of cells with their non-zero counts, in bounded memory whatever the size of
 * the file.
 *
 * <p>One package on purpose: callers see {@link io.scstream.matrix.CountMatrices}, {@link
 * io.scstream.matrix.CountMatrix}, {@link io.scstream.matrix.ReadOptions} and {@link
 * io.scstream.matrix.EmbeddingsH5ad}; the formats behind them stay package-private.
 */
@NullMarked
package io.scstream.matrix;

import org.jspecify.annotations.NullMarked;
