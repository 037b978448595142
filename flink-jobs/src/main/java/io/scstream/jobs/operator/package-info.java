/**
 * One adapter for each step of a job: each joins Flink to a decision that is made in a plain class.
 */
@NullMarked
package io.scstream.jobs.operator;

import org.jspecify.annotations.NullMarked;
