/**
 * Keeps published embeddings in place. A latent space is defined up to a rotation; a new model is
 * turned so that a panel of reference cells lies where it lay before.
 */
@NullMarked
package io.scstream.models.gauge;

import org.jspecify.annotations.NullMarked;
