/**
 * Learning one minibatch at a time, and everything that outlives a learner: embeddings, outcomes
 * and snapshots.
 */
@NullMarked
package io.scstream.models.learner;

import org.jspecify.annotations.NullMarked;
