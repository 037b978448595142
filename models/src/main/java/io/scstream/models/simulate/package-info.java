/**
 * Cells from known generative models. They are the ground truth that recovery tests compare with.
 */
@NullMarked
package io.scstream.models.simulate;

import org.jspecify.annotations.NullMarked;
