package io.scstream.models.learner;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.factorized.Backing;
import io.scstream.models.factorized.Question;
import io.scstream.models.factorized.Response;
import io.scstream.models.spec.ModelSpec;
import java.util.List;

/** A factorized model that answers what cells would be under a treatment. Owns native memory. */
public final class Responses implements AutoCloseable {
  private final DjlModel model;

  private Responses(DjlModel model) {
    this.model = model;
  }

  /**
   * From the weights' bytes alone.
   *
   * @param device auto, cpu or gpu:N
   * @throws io.scstream.models.ModelException if the model is no factorized one
   */
  public static Responses restore(byte[] weights, String device) {
    DjlModel model = DjlLearnerFactory.model(weights, device);
    try {
      model.backing(Condition.UNKNOWN, 0);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
    return new Responses(model);
  }

  /** The model, with the labels that it knows. */
  public ModelSpec spec() {
    return model.spec();
  }

  /**
   * The answer for some cells.
   *
   * @param cells of the covariates that the question names; controls, unless the mode is individual
   * @throws io.scstream.models.ModelException if there is none, or they cannot be read
   */
  public Response respond(List<Cell> cells, Question question) {
    return model.respond(cells, question);
  }

  /**
   * What an answer would rest on.
   *
   * @param unseen λ* of a pair that was never seen, from 0 to 1
   */
  public Backing backing(Condition target, double unseen) {
    return model.backing(target, unseen);
  }

  @Override
  public void close() {
    model.close();
  }
}
