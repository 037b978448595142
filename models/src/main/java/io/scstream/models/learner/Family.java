package io.scstream.models.learner;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.contrastive.ContrastiveVae.Posterior;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.nn.Parameters;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.FactorizedSpec;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Objective;
import io.scstream.models.spec.ReferenceVaeSpec;
import java.util.List;
import java.util.Map;

/** One model family as learners and embedders see it: networks without a state of their own. */
interface Family {

  /** The family of a spec. */
  static Family of(ModelSpec spec) {
    return spec.match(
        new ModelSpec.Cases<>() {
          @Override
          public Family contrastiveVae(ContrastiveVaeSpec vae) {
            return new ContrastiveFamily(vae);
          }

          @Override
          public Family referenceVae(ReferenceVaeSpec vae) {
            return new ReferenceFamily(vae);
          }

          @Override
          public Family factorized(FactorizedSpec factorized) {
            return new FactorizedFamily(factorized);
          }
        });
  }

  ModelSpec spec();

  /** Every parameter's name and shape, in a fixed order. */
  Map<String, Shape> parameterShapes();

  /** First values of all parameters. */
  Map<String, float[]> initialValues(long seed, List<Cell> cells);

  /**
   * The weights of a model that knew fewer labels, with values for those that came.
   *
   * @param before the spec that the weights are of
   * @param hasLearned whether a step was taken
   */
  default Map<String, float[]> grown(
      Map<String, float[]> weights, ModelSpec before, boolean hasLearned, long seed) {
    return weights;
  }

  /** Notes cells that are about to be learned from for the first time. */
  default void meet(List<Cell> cells, Parameters parameters) {}

  /**
   * Refuses an objective that the family cannot descend.
   *
   * @throws io.scstream.models.ModelException of category BAD_CONFIG
   */
  void check(Objective objective);

  /** Every tensor of an optimizer's file. */
  Map<String, Shape> stateShapes(Objective objective);

  /** The state before the first step, that of Adam included. */
  Map<String, float[]> initialState(Objective objective);

  /** Training that goes on from a state. */
  Training training(Objective objective, Map<String, float[]> state);

  /**
   * The minibatch as the networks read it.
   *
   * @throws io.scstream.models.ModelException of category BAD_INPUT if they cannot read it
   */
  Minibatch accepted(Minibatch minibatch);

  /** The posteriors of both codes of every cell. */
  Posterior infer(Minibatch minibatch, Parameters parameters, NDManager step);

  /** The bound at the posterior means. */
  ElboTerms score(Minibatch minibatch, Parameters parameters, NDManager step);

  /** The bound of every cell at its posterior means, row by row. */
  double[] bounds(Minibatch minibatch, Parameters parameters, NDManager step);

  /** One pass that answers several questions; it lives as long as its manager. */
  Look look(Minibatch minibatch, Parameters parameters, NDManager step);

  /** What is known of a minibatch after one pass. */
  interface Look {
    /** As {@link Family#infer}. */
    Posterior posterior();

    /** As {@link Family#score}. */
    ElboTerms score();

    /** See {@link Embedder#logExpression}. */
    float[] logExpression();
  }

  /** Brings free parameters back into their range after a step. */
  void project(Parameters parameters, NDManager step);
}
