/**
 * Simulated streams of cells to which scripted things happen, on a topic or in files, with the
 * truth beside them: a rehearsal of alarms.
 */
@NullMarked
package io.scstream.simulate;

import org.jspecify.annotations.NullMarked;
