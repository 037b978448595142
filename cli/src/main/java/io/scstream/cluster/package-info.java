/**
 * A cluster of separate processes on this machine: broker, coordination, JobManager and
 * TaskManagers, each with its own Java machine, so that any of them can be lost and come back as on
 * a real one.
 */
@NullMarked
package io.scstream.cluster;

import org.jspecify.annotations.NullMarked;
