/** Numbers that tell how strange a batch is: pure functions of cells, codes and strata. */
@NullMarked
package io.scstream.models.drift.signal;

import org.jspecify.annotations.NullMarked;
