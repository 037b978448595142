/**
 * Leakage between the two latent spaces as it is while a model learns: arriving cells are measured
 * before they are trained on, window by window. Plain numbers in and out; knows no tensors.
 */
@NullMarked
package io.scstream.models.leakage;

import org.jspecify.annotations.NullMarked;
