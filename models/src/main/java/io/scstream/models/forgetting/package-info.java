/**
 * Whether a model that goes on learning describes worse what it once described well: the bound on
 * held-out cells now against the best that a promoted version gave the very same cells, stratum by
 * stratum.
 */
@NullMarked
package io.scstream.models.forgetting;

import org.jspecify.annotations.NullMarked;
