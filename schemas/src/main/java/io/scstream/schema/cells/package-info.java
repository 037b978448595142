/**
 * What a chunk of cells must be beyond its schema: the layout of its byte fields, its identity, its
 * digest and the rules that its content keeps.
 */
@NullMarked
package io.scstream.schema.cells;

import org.jspecify.annotations.NullMarked;
