package io.scstream.models.learner;

import static io.scstream.models.ModelException.checkConfig;
import static io.scstream.models.ModelException.checkInput;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.contrastive.ContrastiveVae.Chance;
import io.scstream.models.contrastive.ContrastiveVae.Lesson;
import io.scstream.models.contrastive.ContrastiveVae.Posterior;
import io.scstream.models.contrastive.Measures;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.factorized.FactorizedVae;
import io.scstream.models.nn.Normal;
import io.scstream.models.nn.Parameters;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.optim.Adam;
import io.scstream.models.spec.Combination;
import io.scstream.models.spec.FactorBlock;
import io.scstream.models.spec.FactorizedSpec;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Objective;
import io.scstream.models.spec.Penalties;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The factorized autoencoders, whose losses are a part of what they are. */
final class FactorizedFamily implements Family {
  private final FactorizedSpec spec;
  private final FactorizedVae vae;

  FactorizedFamily(FactorizedSpec spec) {
    this.spec = spec;
    this.vae = new FactorizedVae(spec);
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
    return vae.initialValues(seed, cells);
  }

  @Override
  public Map<String, float[]> grown(
      Map<String, float[]> weights, ModelSpec before, boolean hasLearned, long seed) {
    return before instanceof FactorizedSpec smaller
        ? vae.grown(weights, smaller, hasLearned, seed)
        : weights;
  }

  @Override
  public void meet(List<Cell> cells, Parameters parameters) {
    vae.meet(cells, parameters);
  }

  @Override
  public void check(Objective objective) {
    checkConfig(
        objective.combination() == Combination.SUM
            && objective.constraints().isEmpty()
            && objective.penalties().equals(Penalties.NONE),
        "Invalid objective of a factorized autoencoder: %s; expected the plain sum",
        objective);
  }

  @Override
  public Map<String, Shape> stateShapes(Objective objective) {
    return Adam.stateShapes(Parameters.descended(parameterShapes()));
  }

  @Override
  public Map<String, float[]> initialState(Objective objective) {
    return Adam.initialState(Parameters.descended(parameterShapes()));
  }

  @Override
  public Training training(Objective objective, Map<String, float[]> state) {
    return new OfOneTape(vae);
  }

  /** All that is trained is among the parameters, the discriminators too. */
  private record OfOneTape(FactorizedVae vae) implements Training {
    @Override
    public Lesson teach(
        Minibatch minibatch,
        Parameters parameters,
        Chance chance,
        double klWeight,
        NDManager step) {
      FactorizedVae.Lesson lesson =
          vae.learn(minibatch, parameters, chance::stream, klWeight, step);
      return new Lesson(lesson.terms(), lesson.gradients(), Map.of(), Measures.NONE, List.of());
    }

    @Override
    public void follow(Lesson lesson) {
      // Nothing is trained beside the parameters.
    }

    @Override
    public StepOutcome.Dual dual() {
      return StepOutcome.Dual.NONE;
    }

    @Override
    public Map<String, float[]> state() {
      return Map.of();
    }
  }

  @Override
  public Minibatch accepted(Minibatch minibatch) {
    checkInput(
        minibatch.holdsCounts() || spec.noise() == Noise.GAUSSIAN,
        "Invalid minibatch: real values under %s noise; expected counts",
        spec.noise());
    checkInput(
        !minibatch.isPartlyMeasured(),
        "Invalid minibatch: cells of a panel for a factorized autoencoder; expected cells with all"
            + " genes measured");
    return minibatch;
  }

  @Override
  public Posterior infer(Minibatch minibatch, Parameters parameters, NDManager step) {
    return posterior(vae.infer(minibatch, parameters, step));
  }

  /** The covariate block, and the other two side by side. */
  private static Posterior posterior(Map<FactorBlock, Normal> laws) {
    Normal interaction = Objects.requireNonNull(laws.get(FactorBlock.INTERACTION));
    Normal treatment = Objects.requireNonNull(laws.get(FactorBlock.TREATMENT));
    return new Posterior(
        Objects.requireNonNull(laws.get(FactorBlock.COVARIATE)),
        new Normal(
            interaction.mean().concat(treatment.mean(), 1),
            interaction.logVariance().concat(treatment.logVariance(), 1)));
  }

  @Override
  public ElboTerms score(Minibatch minibatch, Parameters parameters, NDManager step) {
    return vae.look(minibatch, parameters, step).score();
  }

  @Override
  public double[] bounds(Minibatch minibatch, Parameters parameters, NDManager step) {
    return vae.look(minibatch, parameters, step).bounds();
  }

  @Override
  public Look look(Minibatch minibatch, Parameters parameters, NDManager step) {
    FactorizedVae.Look look = vae.look(minibatch, parameters, step);
    return new Look() {
      @Override
      public Posterior posterior() {
        return FactorizedFamily.posterior(look.posterior());
      }

      @Override
      public ElboTerms score() {
        return look.score();
      }

      @Override
      public float[] logExpression() {
        return look.logExpression();
      }
    };
  }

  @Override
  public void project(Parameters parameters, NDManager step) {
    vae.project(parameters, step);
  }
}
