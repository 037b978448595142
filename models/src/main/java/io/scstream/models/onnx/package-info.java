/**
 * The encoders of a model as an ONNX graph, which gives published codes of raw counts in any
 * program that runs ONNX. A graph is run once when it is made, and held to the model's own codes.
 */
@NullMarked
package io.scstream.models.onnx;

import org.jspecify.annotations.NullMarked;
