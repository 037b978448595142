/** The {@code scstream} command: one class for each command, mixins for what they share. */
@NullMarked
package io.scstream.cli;

import org.jspecify.annotations.NullMarked;
