/**
 * How fast the parts of the product are, each in one session with something that it is compared
 * with: the learner beside another program and beside what the machine could do at best, the
 * embedder, the ingest and the training job beside the bare learner.
 */
@NullMarked
package io.scstream.speed;

import org.jspecify.annotations.NullMarked;
