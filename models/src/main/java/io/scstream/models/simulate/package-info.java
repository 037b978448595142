/**
 * Cells from known generative models, and real cells with a known effect put on. They are the
 * ground truth that recovery is measured against. A {@link io.scstream.models.simulate.Recipe}
 * names an experiment.
 */
@NullMarked
package io.scstream.models.simulate;

import org.jspecify.annotations.NullMarked;
