package io.scstream.models.learner;

import io.scstream.models.data.Cell;
import io.scstream.models.spec.ModelSpec;
import java.io.Serializable;
import java.util.List;

/** Makes learners. The only part of a model that needs to travel between processes. */
public interface LearnerFactory extends Serializable {

  /**
   * A new learner.
   *
   * @param initial cells whose background part sets the first prediction, and all of them the prior
   *     of a latent library; may be empty
   */
  OnlineLearner create(ModelSpec spec, List<Cell> initial);

  /** The learner that wrote this snapshot, to the byte. */
  OnlineLearner restore(LearnerSnapshot snapshot);
}
