/**
 * What a model remembers of the cells it has seen: bounded samples whose content depends on the
 * stream and a seed alone, so that they are the same after any restart.
 */
@NullMarked
package io.scstream.models.memory;

import org.jspecify.annotations.NullMarked;
