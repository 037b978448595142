/**
 * Encoder, decoder and the parameters they read. Nets are functions of named parameters; memory
 * belongs to the manager of the step that calls them.
 */
@NullMarked
package io.scstream.models.nn;

import org.jspecify.annotations.NullMarked;
