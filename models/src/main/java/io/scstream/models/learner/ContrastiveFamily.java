package io.scstream.models.learner;

import static io.scstream.models.ModelException.checkConfig;
import static io.scstream.models.ModelException.checkInput;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.contrastive.ContrastiveVae;
import io.scstream.models.contrastive.ContrastiveVae.Chance;
import io.scstream.models.contrastive.ContrastiveVae.Lesson;
import io.scstream.models.contrastive.ContrastiveVae.Posterior;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.nn.Parameters;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.spec.Combination;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Objective;
import java.util.List;
import java.util.Map;

/** The comparative autoencoders with a salient code that is 0 in background cells. */
final class ContrastiveFamily implements Family {
  private final ContrastiveVaeSpec spec;
  private final ContrastiveVae vae;

  ContrastiveFamily(ContrastiveVaeSpec spec) {
    this.spec = spec;
    this.vae = new ContrastiveVae(spec);
  }

  @Override
  public ModelSpec spec() {
    return spec;
  }

  @Override
  public Map<String, Shape> parameterShapes() {
    return ContrastiveVae.parameterShapes(spec);
  }

  @Override
  public Map<String, float[]> initialValues(long seed, List<Cell> cells) {
    return vae.initialValues(seed, cells);
  }

  @Override
  public void check(Objective objective) {
    checkConfig(
        objective.combination() == Combination.SUM || !spec.couplesCells(),
        "Invalid combination: %s with batch normalisation, which couples the roles; expected sum",
        objective.combination());
    double totalCorrelation = objective.penalties().totalCorrelation();
    checkConfig(
        totalCorrelation == 0 || !spec.groups().areSeveral(),
        "Invalid penalty total-correlation with %d groups: %s; expected 0, as one discriminator"
            + " would compare their spaces",
        spec.groups().count(),
        totalCorrelation);
  }

  @Override
  public Map<String, Shape> stateShapes(Objective objective) {
    return Companions.stateShapes(spec, objective);
  }

  @Override
  public Map<String, float[]> initialState(Objective objective) {
    return Companions.initialState(spec, objective);
  }

  @Override
  public Training training(Objective objective, Map<String, float[]> state) {
    return new WithCompanions(vae, Companions.of(spec, objective, state));
  }

  /** The networks, with multipliers and a discriminator beside them. */
  private record WithCompanions(ContrastiveVae vae, Companions companions) implements Training {
    @Override
    public Lesson teach(
        Minibatch minibatch,
        Parameters parameters,
        Chance chance,
        double klWeight,
        NDManager step) {
      return vae.learn(minibatch, parameters, chance, companions.emphasis(klWeight), step);
    }

    @Override
    public void follow(Lesson lesson) {
      companions.follow(lesson);
    }

    @Override
    public StepOutcome.Dual dual() {
      return companions.dual();
    }

    @Override
    public Map<String, float[]> state() {
      return companions.state();
    }
  }

  @Override
  public Minibatch accepted(Minibatch minibatch) {
    checkInput(
        minibatch.holdsCounts() || spec.noise() == Noise.GAUSSIAN,
        "Invalid minibatch: real values under %s noise; expected counts",
        spec.noise());
    checkInput(
        !minibatch.isPartlyMeasured() || spec.noise().hasSoftmax(),
        "Invalid minibatch: cells of a panel under %s noise; expected cells with all genes measured",
        spec.noise());
    return spec.noise() == Noise.LOG_SQUARED_ERROR ? minibatch.logNormalized() : minibatch;
  }

  @Override
  public Posterior infer(Minibatch minibatch, Parameters parameters, NDManager step) {
    return vae.infer(minibatch, parameters, step);
  }

  @Override
  public ElboTerms score(Minibatch minibatch, Parameters parameters, NDManager step) {
    return vae.score(minibatch, parameters, step);
  }

  @Override
  public double[] bounds(Minibatch minibatch, Parameters parameters, NDManager step) {
    return vae.look(minibatch, parameters, step).bounds();
  }

  @Override
  public Look look(Minibatch minibatch, Parameters parameters, NDManager step) {
    ContrastiveVae.Look look = vae.look(minibatch, parameters, step);
    return new Look() {
      @Override
      public Posterior posterior() {
        return look.posterior();
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
