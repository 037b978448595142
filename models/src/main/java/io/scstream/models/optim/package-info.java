/**
 * Optimisation with visible state. Moments, counters and the history of gradient norms are plain
 * named values, so that a restored run goes on exactly where it stopped.
 */
@NullMarked
package io.scstream.models.optim;

import org.jspecify.annotations.NullMarked;
