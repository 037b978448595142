/**
 * The evidence lower bound: its terms per cell, the divergences in closed form and the schedule of
 * their weight.
 */
@NullMarked
package io.scstream.models.objective;

import org.jspecify.annotations.NullMarked;
