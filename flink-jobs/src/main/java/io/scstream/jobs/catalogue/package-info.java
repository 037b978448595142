/**
 * Every number and every alert that the jobs give, by name. Whoever emits one takes its name from
 * here; {@code docs/metrics.md} is written from here.
 */
@NullMarked
package io.scstream.jobs.catalogue;

import org.jspecify.annotations.NullMarked;
