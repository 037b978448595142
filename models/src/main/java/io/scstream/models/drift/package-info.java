/**
 * Whether the batches of a stream still are what they were: one calibrated alarm over many signals,
 * and what those signals are.
 */
@NullMarked
package io.scstream.models.drift;

import org.jspecify.annotations.NullMarked;
