/** Groups of cells by their codes, and how far groupings agree. */
@NullMarked
package io.scstream.models.evaluate.cluster;

import org.jspecify.annotations.NullMarked;
