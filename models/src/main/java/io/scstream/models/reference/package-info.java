/**
 * A symmetric reference-based autoencoder, sRB-VAE, as a baseline to compare the contrastive family
 * with: background cells have one learned salient code, and discriminators take the place of
 * divergences.
 */
@NullMarked
package io.scstream.models.reference;

import org.jspecify.annotations.NullMarked;
