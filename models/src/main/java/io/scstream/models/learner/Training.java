package io.scstream.models.learner;

import ai.djl.ndarray.NDManager;
import io.scstream.models.contrastive.ContrastiveVae.Chance;
import io.scstream.models.contrastive.ContrastiveVae.Lesson;
import io.scstream.models.data.Minibatch;
import io.scstream.models.nn.Parameters;
import java.util.Map;

/** The gradients of a family, and what is trained beside its parameters by steps of its own. */
interface Training {

  /**
   * The gradient at a minibatch. Changes nothing.
   *
   * @param klWeight of the divergences, if the family has any
   */
  Lesson teach(
      Minibatch minibatch, Parameters parameters, Chance chance, double klWeight, NDManager step);

  /** A step was taken by this lesson. */
  void follow(Lesson lesson);

  /** How constraints stand. */
  StepOutcome.Dual dual();

  /** The state after the last step, without that of Adam. */
  Map<String, float[]> state();
}
