/** Scores of learned representations. Plain linear algebra on arrays, without tensors. */
@NullMarked
package io.scstream.models.evaluate;

import org.jspecify.annotations.NullMarked;
