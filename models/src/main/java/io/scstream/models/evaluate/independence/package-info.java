/**
 * Tests of conditional independence: with a condition of few values by permutations inside them,
 * with a continuous one by kernels or by random features.
 */
@NullMarked
package io.scstream.models.evaluate.independence;

import org.jspecify.annotations.NullMarked;
