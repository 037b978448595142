/** What answers of factorized models are worth, told by pairs that were withheld from them. */
@NullMarked
package io.scstream.models.calibrate;

import org.jspecify.annotations.NullMarked;
