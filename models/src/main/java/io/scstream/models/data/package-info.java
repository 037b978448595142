/**
 * What a model sees: cells as sparse counts or real values, and minibatches of them. Everything
 * here is immutable and knows nothing of tensors.
 */
@NullMarked
package io.scstream.models.data;

import org.jspecify.annotations.NullMarked;
