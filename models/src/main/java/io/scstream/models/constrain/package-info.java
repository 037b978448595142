/**
 * Training under constraints: what is measured of the codes, with its gradient, and the multipliers
 * that weigh it. Plain arithmetic in double precision, without tensors.
 */
@NullMarked
package io.scstream.models.constrain;

import org.jspecify.annotations.NullMarked;
