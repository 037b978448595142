/**
 * How counts arise from a decoder output. Scalar functions give exact values and derivatives in
 * double precision; the tensor classes do one dense pass over a minibatch and use those functions
 * at the non-zero counts only.
 */
@NullMarked
package io.scstream.models.likelihood;

import org.jspecify.annotations.NullMarked;
