/**
 * Chance as a function of its address. Every draw is named by a seed, a step and a purpose, so
 * nothing about randomness has to be captured in a snapshot.
 */
@NullMarked
package io.scstream.models.random;

import org.jspecify.annotations.NullMarked;
