/**
 * Arithmetic on many numbers at once, in this machine's widest registers. The only package that
 * sees the vector module of Java, which is still an incubating one: where a process was started
 * without it, nothing here may be touched but {@link io.scstream.models.lanes.Lanes}.
 */
@NullMarked
package io.scstream.models.lanes;

import org.jspecify.annotations.NullMarked;
