/**
 * A training job whose store can be made to fail from outside, by files in a folder. For benches
 * that look what a fault does; never part of a deployment.
 */
@NullMarked
package io.scstream.jobs.faults;

import org.jspecify.annotations.NullMarked;
