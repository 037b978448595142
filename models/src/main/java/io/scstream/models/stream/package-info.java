/**
 * Learning from a stream: what is held out, what is remembered, when a step is taken and on which
 * cells. Driven by counts alone, never by a clock, so that the same stream takes the same steps.
 */
@NullMarked
package io.scstream.models.stream;

import org.jspecify.annotations.NullMarked;
