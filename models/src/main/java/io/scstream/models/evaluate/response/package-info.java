/** Scores of predicted responses to a treatment, against cells that were held out. */
@NullMarked
package io.scstream.models.evaluate.response;

import org.jspecify.annotations.NullMarked;
