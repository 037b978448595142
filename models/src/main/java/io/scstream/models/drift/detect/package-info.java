/**
 * Detectors of change in a sequence of numbers or of short vectors, written from their papers, with
 * bounded state.
 */
@NullMarked
package io.scstream.models.drift.detect;

import org.jspecify.annotations.NullMarked;
