/**
 * Comparative variational autoencoders: a background space shared by all cells and a salient space
 * that only target cells use.
 */
@NullMarked
package io.scstream.models.contrastive;

import org.jspecify.annotations.NullMarked;
