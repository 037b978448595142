/**
 * What to build and how to train it, as plain checked data. A spec holds no tensor and can be
 * compared, printed and stored.
 */
@NullMarked
package io.scstream.models.spec;

import org.jspecify.annotations.NullMarked;
