/**
 * Where tensors live and how many threads work on them. The only place that chooses a device or
 * loads the engine.
 */
@NullMarked
package io.scstream.models.device;

import org.jspecify.annotations.NullMarked;
