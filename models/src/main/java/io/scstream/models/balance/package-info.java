/**
 * How several objectives share one step: weights for their gradients, found from inner products
 * alone. Plain arithmetic in double precision, without tensors.
 */
@NullMarked
package io.scstream.models.balance;

import org.jspecify.annotations.NullMarked;
