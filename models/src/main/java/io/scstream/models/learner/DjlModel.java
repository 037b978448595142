package io.scstream.models.learner;

import static io.scstream.models.ModelException.checkInput;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.ModelException;
import io.scstream.models.contrastive.ContrastiveVae;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.Minibatch;
import io.scstream.models.factorized.Backing;
import io.scstream.models.factorized.FactorizedVae;
import io.scstream.models.factorized.Question;
import io.scstream.models.factorized.Responder;
import io.scstream.models.factorized.Response;
import io.scstream.models.nn.Normal;
import io.scstream.models.nn.Parameters;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.spec.FactorizedSpec;
import io.scstream.models.spec.ModelSpec;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parameters on a device and the family that reads them. Every call works in a manager of its own.
 */
final class DjlModel implements Embedder {

  private final Family family;
  private final NDManager manager;
  private final Parameters parameters;
  private final long step;

  /** Takes over the manager. */
  DjlModel(ModelSpec spec, Map<String, float[]> weights, long step, NDManager manager) {
    this.family = Family.of(spec);
    this.manager = manager;
    this.step = step;
    this.parameters = Parameters.of(family.parameterShapes(), weights, manager);
  }

  Family family() {
    return family;
  }

  Parameters parameters() {
    return parameters;
  }

  NDManager manager() {
    return manager;
  }

  /** Notes cells that are about to be learned from for the first time, of known labels. */
  void meet(List<Cell> cells) {
    family.meet(cells, parameters);
  }

  /** What cells would be under a treatment that they did not have. */
  Response respond(List<Cell> cells, Question question) {
    try (NDManager work = manager.newSubManager()) {
      return responder().respond(cells, question, work);
    }
  }

  /** What an answer would rest on. */
  Backing backing(Condition target, double unseen) {
    return responder().backing(target, unseen);
  }

  private Responder responder() {
    if (spec() instanceof FactorizedSpec factorized) {
      return new Responder(new FactorizedVae(factorized), parameters);
    }
    throw new ModelException(
        ModelException.Category.BAD_INPUT,
        "Invalid model: %s; expected a factorized one"
            .formatted(spec().getClass().getSimpleName()));
  }

  /** The values of all parameters by name. */
  Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    parameters.names().forEach(name -> values.put(name, parameters.values(name)));
    return values;
  }

  /** The minibatch as this model reads it. */
  Minibatch accepted(Minibatch minibatch) {
    checkInput(
        minibatch.genes() == spec().genes(),
        "Invalid genes of minibatch: %d; expected %d",
        minibatch.genes(),
        spec().genes());
    checkInput(
        minibatch.groups() <= spec().groups().count(),
        "Invalid group of a cell: %d; expected a number below %d",
        minibatch.groups() - 1,
        spec().groups().count());
    return family.accepted(minibatch);
  }

  @Override
  public Embeddings embed(Minibatch minibatch) {
    Minibatch accepted = accepted(minibatch);
    try (NDManager work = manager.newSubManager()) {
      return embeddings(minibatch, family.infer(accepted, parameters, work));
    }
  }

  private Embeddings embeddings(Minibatch minibatch, ContrastiveVae.Posterior posterior) {
    return Embeddings.of(
        minibatch.cells(),
        block(spec().backgroundLatent(), posterior.background()),
        Embeddings.Block.ofGroups(
            block(spec().salientWidth(), posterior.salient()), minibatch, spec().groups()));
  }

  private static Embeddings.Block block(int size, Normal posterior) {
    return new Embeddings.Block(
        size, posterior.mean().toFloatArray(), posterior.logVariance().toFloatArray());
  }

  @Override
  public ElboTerms score(Minibatch minibatch) {
    Minibatch accepted = accepted(minibatch);
    try (NDManager work = manager.newSubManager()) {
      return family.score(accepted, parameters, work);
    }
  }

  @Override
  public double[] bounds(Minibatch minibatch) {
    Minibatch accepted = accepted(minibatch);
    try (NDManager work = manager.newSubManager()) {
      return family.bounds(accepted, parameters, work);
    }
  }

  @Override
  public float[] logExpression(Minibatch minibatch) {
    Minibatch accepted = accepted(minibatch);
    try (NDManager work = manager.newSubManager()) {
      return family.look(accepted, parameters, work).logExpression();
    }
  }

  @Override
  public Reading read(Minibatch minibatch) {
    Minibatch accepted = accepted(minibatch);
    try (NDManager work = manager.newSubManager()) {
      Family.Look look = family.look(accepted, parameters, work);
      return new Reading(
          look.score(), embeddings(minibatch, look.posterior()), look.logExpression());
    }
  }

  /** The parameters, sorted by name. */
  List<NamedTensor> weights() {
    return parameters.names().stream()
        .map(name -> tensor(name, parameters.shape(name), parameters.values(name)))
        .sorted(Comparator.comparing(NamedTensor::name))
        .toList();
  }

  static NamedTensor tensor(String name, Shape shape, float[] values) {
    return NamedTensor.owning(name, shape.getShape(), values);
  }

  @Override
  public ModelSpec spec() {
    return family.spec();
  }

  /** Of the weights it was made with. */
  @Override
  public long step() {
    return step;
  }

  @Override
  public void close() {
    manager.close();
  }
}
