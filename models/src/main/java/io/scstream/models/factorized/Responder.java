package io.scstream.models.factorized;

import static io.scstream.models.ModelException.checkInput;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.nn.Normal;
import io.scstream.models.nn.Parameters;
import io.scstream.models.nn.Weights;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.FactorBlock;
import io.scstream.models.spec.FactorDesign.InteractionPrior;
import io.scstream.models.spec.FactorLabels;
import io.scstream.models.spec.FactorizedSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What cells would be under a treatment that they did not have: their covariate block stays, the
 * others are drawn from their laws under the treatment, and all three are decoded. Never the
 * reconstruction of cells that had it.
 */
public final class Responder {
  private static final List<FactorBlock> MOVED =
      List.of(FactorBlock.INTERACTION, FactorBlock.TREATMENT);

  private final FactorizedVae vae;
  private final FactorizedSpec spec;
  private final Parameters parameters;
  private final Support support;

  public Responder(FactorizedVae vae, Parameters parameters) {
    this.vae = vae;
    this.spec = vae.spec();
    this.parameters = parameters;
    this.support = Support.of(spec.labels(), parameters);
  }

  /**
   * What an answer to a question rests on.
   *
   * @param unseen λ* of a pair that was never seen; a free network's is 0 whatever is asked
   */
  public Backing backing(Condition target, double unseen) {
    FactorLabels labels = spec.labels();
    int tuple = labels.tuple(target);
    long treated = Long.MAX_VALUE;
    long both = Long.MAX_VALUE;
    boolean isNarrow = false;
    for (Condition.Dose dose : target.treatments()) {
      int treatment = labels.treatment(dose.treatment());
      treated = Math.min(treated, support.treatment(treatment));
      both = Math.min(both, support.pair(labels.pair(tuple, treatment)));
      isNarrow |= observed(treatment).length < 2;
    }
    boolean isFree = spec.design().prior() == InteractionPrior.NETWORK;
    // The interaction of a treatment that was seen in one tuple only is not told from its effect.
    double rest = isFree || isNarrow || treated < Backing.ENOUGH ? 0 : unseen;
    return new Backing(
        support.tuple(tuple),
        support.controls(tuple),
        treated,
        both,
        Backing.pairShare(rest, both),
        Math.min(1, treated / (double) Backing.ENOUGH));
  }

  /** Tuples that a treatment was seen in often enough. */
  private int[] observed(int treatment) {
    FactorLabels labels = spec.labels();
    return IntStream.range(0, labels.tuples().size())
        .filter(it -> support.pair(labels.pair(it, treatment)) >= Backing.ENOUGH)
        .toArray();
  }

  /** A diagonal normal law. */
  private static final class Law {
    private final float[] mean;
    private final float[] deviation;

    Law(float[] mean, float[] deviation) {
      this.mean = mean;
      this.deviation = deviation;
    }
  }

  /**
   * The answer for some cells, controls of the covariates that the question names.
   *
   * @param cells counts or values on the model's genes
   */
  public Response respond(List<Cell> cells, Question question, NDManager step) {
    checkInput(!cells.isEmpty(), "Invalid cells: none; expected at least one");
    Weights weights = parameters.weights(step);
    Backing backing = backing(question.target(), question.unseen());
    Minibatch minibatch = Minibatch.of(spec.genes(), cells);
    Map<FactorBlock, Law> target = laws(question.target(), backing, weights, step);
    Tally tally = new Tally(vae, minibatch, parameters);
    CounterRandom random = CounterRandom.of(question.seed(), 0, "response");
    Map<FactorBlock, Normal> posterior = vae.infer(minibatch, parameters, step);
    Map<FactorBlock, Normal> prior = ownPrior(minibatch, weights, step);
    for (int draw = 0; draw < question.draws(); draw++) {
      try (NDManager work = step.newSubManager()) {
        boolean isOwn = question.mode() == Question.Mode.INDIVIDUAL;
        Map<FactorBlock, float[]> before = new EnumMap<>(FactorBlock.class);
        Map<FactorBlock, float[]> after = new EnumMap<>(FactorBlock.class);
        float[] kept = drawn(FactorNetworks.at(posterior, FactorBlock.COVARIATE), random);
        before.put(FactorBlock.COVARIATE, kept);
        after.put(FactorBlock.COVARIATE, kept);
        for (FactorBlock block : MOVED) {
          float[] own = isOwn ? drawn(FactorNetworks.at(posterior, block), random) : new float[0];
          int size = cells.size() * spec.sizes().latent(block);
          float[] noise =
              isOwn ? residuals(own, FactorNetworks.at(prior, block)) : gaussian(size, random);
          before.put(block, isOwn ? own : new float[size]);
          after.put(block, moved(noise, FactorNetworks.at(target, block)));
        }
        tally.add(codes(before, work), codes(after, work), weights);
      }
    }
    return new Response(backing, tally.profiles());
  }

  private Map<FactorBlock, Normal> ownPrior(Minibatch minibatch, Weights weights, NDManager step) {
    BlockPriors priors = vae.networks().priors();
    LabelRows rows = LabelRows.of(minibatch, spec.labels());
    return priors.laws(priors.embed(rows, weights, step), weights, step);
  }

  private static float[] gaussian(int size, CounterRandom random) {
    float[] noise = new float[size];
    random.fillGaussian(noise);
    return noise;
  }

  private static float[] drawn(Normal law, CounterRandom random) {
    float[] means = law.mean().toFloatArray();
    float[] logVariances = law.logVariance().toFloatArray();
    float[] noise = gaussian(means.length, random);
    for (int i = 0; i < means.length; i++) {
      means[i] += (float) (Math.exp(0.5 * logVariances[i]) * noise[i]);
    }
    return means;
  }

  /** How many deviations codes are from the means of their own conditions. */
  private static float[] residuals(float[] codes, Normal prior) {
    float[] means = prior.mean().toFloatArray();
    float[] logVariances = prior.logVariance().toFloatArray();
    float[] residuals = new float[codes.length];
    for (int i = 0; i < codes.length; i++) {
      residuals[i] = (float) ((codes[i] - means[i]) / Math.exp(0.5 * logVariances[i]));
    }
    return residuals;
  }

  private static float[] moved(float[] noise, Law law) {
    float[] codes = new float[noise.length];
    for (int i = 0; i < codes.length; i++) {
      int column = i % law.mean.length;
      codes[i] = law.mean[column] + law.deviation[column] * noise[i];
    }
    return codes;
  }

  private Map<FactorBlock, NDArray> codes(Map<FactorBlock, float[]> values, NDManager work) {
    Map<FactorBlock, NDArray> codes = new EnumMap<>(FactorBlock.class);
    values.forEach(
        (block, its) -> {
          int size = spec.sizes().latent(block);
          codes.put(block, EngineMemory.copy(work, its, new Shape(its.length / size, size)));
        });
    return codes;
  }

  /** The laws of what a treatment moves, taken with as much trust as the answer rests on. */
  private Map<FactorBlock, Law> laws(
      Condition target, Backing backing, Weights weights, NDManager step) {
    Map<FactorBlock, Normal> own = laws(List.of(target), weights, step);
    Map<FactorBlock, Law> laws = new EnumMap<>(FactorBlock.class);
    boolean isPairKnown = backing.pairCells() >= Backing.ENOUGH;
    laws.put(
        FactorBlock.INTERACTION,
        law(
            FactorNetworks.at(own, FactorBlock.INTERACTION),
            backing.pairShare(),
            isPairKnown ? List.of() : elsewhere(target),
            FactorBlock.INTERACTION,
            weights,
            step));
    boolean isTreatmentKnown = backing.treatmentCells() >= Backing.ENOUGH;
    laws.put(
        FactorBlock.TREATMENT,
        law(
            FactorNetworks.at(own, FactorBlock.TREATMENT),
            backing.treatmentShare(),
            isTreatmentKnown ? List.of() : others(target),
            FactorBlock.TREATMENT,
            weights,
            step));
    return laws;
  }

  private Map<FactorBlock, Normal> laws(
      List<Condition> conditions, Weights weights, NDManager step) {
    BlockPriors priors = vae.networks().priors();
    LabelRows rows = LabelRows.of(conditions, spec.labels());
    return priors.laws(priors.embed(rows, weights, step), weights, step);
  }

  /**
   * A share of the own mean, and the own variance or the mean one of other conditions.
   *
   * @param others whose variances are taken instead, if there are any
   */
  private Law law(
      Normal own,
      double share,
      List<Condition> others,
      FactorBlock block,
      Weights weights,
      NDManager step) {
    float[] mean = own.mean().toFloatArray();
    float[] logVariances =
        (others.isEmpty() ? own : FactorNetworks.at(laws(others, weights, step), block))
            .logVariance()
            .toFloatArray();
    double[] variances = new double[mean.length];
    int rows = logVariances.length / mean.length;
    for (int i = 0; i < logVariances.length; i++) {
      variances[i % mean.length] += Math.exp(logVariances[i]) / rows;
    }
    float[] deviations = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] *= (float) share;
      deviations[i] = (float) Math.sqrt(variances[i]);
    }
    return new Law(mean, deviations);
  }

  /** The same treatments in covariates that they were seen in. */
  private List<Condition> elsewhere(Condition target) {
    FactorLabels labels = spec.labels();
    int first = labels.treatment(target.treatments().get(0).treatment());
    List<Condition> conditions = new ArrayList<>();
    for (int tuple : first < 0 ? new int[0] : observed(first)) {
      conditions.add(new Condition(labels.condition(tuple).covariates(), target.treatments()));
    }
    return conditions;
  }

  /** Treatments that are known, in the same covariates, at their reference doses. */
  private List<Condition> others(Condition target) {
    FactorLabels labels = spec.labels();
    List<Condition> conditions = new ArrayList<>();
    for (int treatment = 0; treatment < labels.treatments().size(); treatment++) {
      if (support.treatment(treatment) >= Backing.ENOUGH) {
        double dose = target.treatments().get(0).amount();
        conditions.add(target.treated(labels.treatments().get(treatment), dose));
      }
    }
    return conditions;
  }
}
