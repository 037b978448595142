package io.scstream.models.learner;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.contrastive.ContrastiveVae.Chance;
import io.scstream.models.contrastive.ContrastiveVae.Lesson;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.factorized.FactorizedVae;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.objective.KlWarmup;
import io.scstream.models.optim.Adam;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.TrainingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One gradient step per minibatch. Parameters and moments belong to the learner's manager;
 * everything else to a manager that is closed at the end of the step.
 */
final class DjlLearner implements OnlineLearner {

  /** The histories of gradients keep the roles as a float, which holds 24 bits. */
  private static final int LAST_BIT = 22;

  private final TrainingOptions options;
  private final KlWarmup klWarmup;
  private final Teacher teacher;
  private DjlModel model;
  private OptimizerState optimizer;
  private TrainingProgress progress;

  DjlLearner(
      DjlModel model,
      OptimizerState optimizer,
      TrainingOptions options,
      TrainingProgress progress) {
    this(model, optimizer, options, progress, teaching -> teaching);
  }

  /** With something between the learner and its gradients. */
  DjlLearner(
      DjlModel model,
      OptimizerState optimizer,
      TrainingOptions options,
      TrainingProgress progress,
      UnaryOperator<Teacher.Teaching> between) {
    this.model = model;
    this.optimizer = optimizer;
    this.options = options;
    this.klWarmup = KlWarmup.linear(options.klWarmupSteps());
    this.progress = progress;
    this.teacher = new Teacher(between.apply(this::teach));
  }

  private Lesson teach(Minibatch minibatch, Chance chance, NDManager step) {
    double klWeight = klWarmup.weight(progress.step() + 1);
    return optimizer.training().teach(minibatch, model.parameters(), chance, klWeight, step);
  }

  @Override
  public void meet(List<Cell> cells) {
    ModelSpec known = model.spec().knowing(cells);
    if (!known.equals(model.spec())) {
      grow(Family.of(known));
    }
    model.meet(cells);
  }

  /** The same learner with rows for more labels: old ones keep their values to the bit. */
  private void grow(Family family) {
    Map<String, float[]> weights =
        family.grown(model.values(), model.spec(), progress.step() > 0, options.seed());
    Map<String, float[]> state =
        FactorizedVae.widened(optimizer.values(), family.stateShapes(options.objective()));
    NDManager manager = EngineThreads.engine().newBaseManager(model.manager().getDevice());
    DjlModel grown = new DjlModel(family.spec(), weights, progress.step(), manager);
    optimizer = OptimizerState.of(family, state, options, manager);
    model.close();
    model = grown;
  }

  @Override
  public StepOutcome update(Minibatch minibatch, double rateFactor) {
    Minibatch accepted = model.accepted(minibatch);
    long update = progress.updates() + 1;
    long next = progress.step() + 1;
    try (NDManager work = model.manager().newSubManager()) {
      Teacher.Taken taken =
          teacher.take(
              accepted, purpose -> CounterRandom.of(options.seed(), update, purpose), work);
      Lesson lesson = taken.lesson();
      Adam.Applied applied =
          optimizer
              .adam()
              .apply(
                  model.parameters(),
                  lesson.gradients(),
                  new Adam.Step(next, rateFactor, lesson.terms().isFinite(), roles(accepted)));
      if (!applied.skipped()) {
        model.family().project(model.parameters(), work);
        lesson.statistics().forEach(model.parameters()::set);
        optimizer.training().follow(lesson);
      }
      progress = new TrainingProgress(update, progress.skipped() + (applied.skipped() ? 1 : 0));
      return new StepOutcome(
          lesson.terms(),
          applied.norm(),
          applied.medianNorm(),
          applied.skipped(),
          taken.halved(),
          lesson.measures(),
          optimizer.training().dual());
    }
  }

  /** One bit for the background and one for each group; from the 22nd on groups share a bit. */
  private static int roles(Minibatch minibatch) {
    int roles = minibatch.background() > 0 ? 1 : 0;
    for (int group = 0; group < minibatch.groups(); group++) {
      roles |= minibatch.target(group) > 0 ? 1 << Math.min(group + 1, LAST_BIT) : 0;
    }
    return roles;
  }

  @Override
  public Embeddings embed(Minibatch minibatch) {
    return model.embed(minibatch);
  }

  @Override
  public ElboTerms score(Minibatch minibatch) {
    return model.score(minibatch);
  }

  @Override
  public double[] bounds(Minibatch minibatch) {
    return model.bounds(minibatch);
  }

  @Override
  public float[] logExpression(Minibatch minibatch) {
    return model.logExpression(minibatch);
  }

  @Override
  public Reading read(Minibatch minibatch) {
    return model.read(minibatch);
  }

  @Override
  public LearnerSnapshot snapshot() {
    List<NamedTensor> state = new ArrayList<>();
    Adam adam = optimizer.adam();
    adam.state()
        .forEach((name, values) -> state.add(DjlModel.tensor(name, adam.stateShape(name), values)));
    optimizer
        .training()
        .state()
        .forEach(
            (name, values) -> state.add(DjlModel.tensor(name, new Shape(values.length), values)));
    return LearnerSnapshot.of(model.spec(), options, progress, model.weights(), state);
  }

  @Override
  public ModelSpec spec() {
    return model.spec();
  }

  @Override
  public long step() {
    return progress.step();
  }

  /** How many arrays live as long as the learner. */
  int longLivedArrays() {
    return model.manager().getManagedArrays().size();
  }

  @Override
  public void close() {
    model.close();
  }
}
