/**
 * The hot parts of a step, each as one call into the engine. They are written in TorchScript, which
 * has all of the engine's operators and runs on every device that the engine has.
 */
@NullMarked
package io.scstream.models.kernel;

import org.jspecify.annotations.NullMarked;
