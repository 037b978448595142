package io.scstream.models.learner;

import static io.scstream.models.ModelException.checkConfig;
import static io.scstream.models.ModelException.checkInput;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.contrastive.ContrastiveVae.Chance;
import io.scstream.models.contrastive.ContrastiveVae.Lesson;
import io.scstream.models.contrastive.ContrastiveVae.Posterior;
import io.scstream.models.contrastive.Measures;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.nn.Normal;
import io.scstream.models.nn.Parameters;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.optim.Adam;
import io.scstream.models.reference.Discriminators;
import io.scstream.models.reference.ReferenceVae;
import io.scstream.models.spec.Combination;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Objective;
import io.scstream.models.spec.Penalties;
import io.scstream.models.spec.ReferenceVaeSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The symmetric reference-based autoencoder, whose losses are its own. */
final class ReferenceFamily implements Family {
  private final ReferenceVaeSpec spec;
  private final ReferenceVae vae;

  ReferenceFamily(ReferenceVaeSpec spec) {
    this.spec = spec;
    this.vae = new ReferenceVae(spec);
  }

  @Override
  public ModelSpec spec() {
    return spec;
  }

  @Override
  public Map<String, Shape> parameterShapes() {
    return vae.parameterShapes();
  }

  @Override
  public Map<String, float[]> initialValues(long seed, List<Cell> cells) {
    return vae.initialValues(seed);
  }

  @Override
  public void check(Objective objective) {
    checkConfig(
        objective.combination() == Combination.SUM
            && objective.constraints().isEmpty()
            && objective.penalties().equals(Penalties.NONE),
        "Invalid objective of a reference-based autoencoder: %s; expected the plain sum",
        objective);
  }

  @Override
  public Map<String, Shape> stateShapes(Objective objective) {
    Map<String, Shape> shapes = new LinkedHashMap<>(Adam.stateShapes(parameterShapes()));
    Discriminators.stateLengths(spec)
        .forEach((name, length) -> shapes.put(name, new Shape(length)));
    return shapes;
  }

  @Override
  public Map<String, float[]> initialState(Objective objective) {
    Map<String, float[]> state = new LinkedHashMap<>(Adam.initialState(parameterShapes()));
    Discriminators.stateLengths(spec).forEach((name, length) -> state.put(name, new float[length]));
    return state;
  }

  @Override
  public Training training(Objective objective, Map<String, float[]> state) {
    return new WithDiscriminators(vae, Discriminators.of(state));
  }

  /** The networks, with their discriminators beside them. */
  private record WithDiscriminators(ReferenceVae vae, Discriminators discriminators)
      implements Training {
    @Override
    public Lesson teach(
        Minibatch minibatch,
        Parameters parameters,
        Chance chance,
        double klWeight,
        NDManager step) {
      ReferenceVae.Lesson lesson =
          vae.learn(minibatch, parameters, chance::stream, discriminators, step);
      return new Lesson(
          lesson.terms(), lesson.gradients(), Map.of(), Measures.NONE, lesson.pairs());
    }

    @Override
    public void follow(Lesson lesson) {
      discriminators.learn(lesson.draws());
    }

    @Override
    public StepOutcome.Dual dual() {
      return StepOutcome.Dual.NONE;
    }

    @Override
    public Map<String, float[]> state() {
      return discriminators.state();
    }
  }

  /** Counts as the log of 1 + counts per 10,000; real values as they are. */
  @Override
  public Minibatch accepted(Minibatch minibatch) {
    checkInput(
        !minibatch.isPartlyMeasured(),
        "Invalid minibatch: cells of a panel for a reference-based autoencoder; expected cells with"
            + " all genes measured");
    return minibatch.logNormalized();
  }

  @Override
  public Posterior infer(Minibatch minibatch, Parameters parameters, NDManager step) {
    Normal both = vae.infer(minibatch, parameters, step);
    int dz = spec.backgroundLatent();
    return new Posterior(columns(both, ":" + dz), columns(both, dz + ":"));
  }

  private static Normal columns(Normal law, String which) {
    return new Normal(columns(law.mean(), which), columns(law.logVariance(), which));
  }

  private static NDArray columns(NDArray rows, String which) {
    return rows.get(":, " + which);
  }

  @Override
  public ElboTerms score(Minibatch minibatch, Parameters parameters, NDManager step) {
    return vae.score(minibatch, parameters, step);
  }

  @Override
  public double[] bounds(Minibatch minibatch, Parameters parameters, NDManager step) {
    return vae.bounds(minibatch, parameters, step);
  }

  @Override
  public Look look(Minibatch minibatch, Parameters parameters, NDManager step) {
    return new Look() {
      @Override
      public Posterior posterior() {
        return infer(minibatch, parameters, step);
      }

      @Override
      public ElboTerms score() {
        return vae.score(minibatch, parameters, step);
      }

      @Override
      public float[] logExpression() {
        return vae.output(minibatch, parameters, step);
      }
    };
  }

  @Override
  public void project(Parameters parameters, NDManager step) {
    // No parameter has a range.
  }
}
