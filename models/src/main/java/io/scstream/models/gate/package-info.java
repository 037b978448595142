/** Whether a version may take the place of the promoted one. */
@NullMarked
package io.scstream.models.gate;

import org.jspecify.annotations.NullMarked;
