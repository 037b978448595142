/**
 * Simulated experiments from end to end: a recipe's cells, a model fitted to them, and how well its
 * codes tell the truth on cells it has not seen.
 */
@NullMarked
package io.scstream.models.trial;

import org.jspecify.annotations.NullMarked;
