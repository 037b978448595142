/**
 * How values travel between operators and lie in Flink's state: as numbered binary forms of our
 * own, so that a job can be upgraded over its savepoints and nothing ever goes through Kryo.
 */
@NullMarked
package io.scstream.jobs.state;

import org.jspecify.annotations.NullMarked;
