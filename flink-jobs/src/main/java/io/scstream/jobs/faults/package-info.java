/**
 * A training job whose store or learner can be made to fail from outside, by files in a folder. For
 * benches and tests that look what a fault does; never part of a deployment.
 */
@NullMarked
package io.scstream.jobs.faults;

import org.jspecify.annotations.NullMarked;
