/**
 * What the factorized family is compared with: predictions from means alone, latent arithmetic, and
 * autoencoders without blocks. They learn from cells in memory, outside the streams.
 */
@NullMarked
package io.scstream.models.baseline;

import org.jspecify.annotations.NullMarked;
