package io.scstream.models.learner;

import static io.scstream.models.contrastive.ContrastiveVae.Chance;
import static io.scstream.models.contrastive.ContrastiveVae.Lesson;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.scstream.models.ModelException;
import io.scstream.models.contrastive.Measures;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.MemoryShortage;
import io.scstream.models.objective.ElboTerms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The gradient of a minibatch: at once, or, where the device has no memory for that, in two halves
 * whose gradients add up to the same. Each half draws its own noise, so the step is another one
 * than at once, of the same law; what is not a sum over cells, like a constraint, is taken of each
 * half by itself.
 */
final class Teacher {
  private final Teaching teaching;

  /** Gradients by some family; changes nothing, so it can be called again after a failure. */
  @FunctionalInterface
  interface Teaching {
    Lesson teach(Minibatch minibatch, Chance chance, NDManager step);
  }

  Teacher(Teaching teaching) {
    this.teaching = teaching;
  }

  /** A lesson, and whether it was taken in halves. */
  record Taken(Lesson lesson, boolean halved) {}

  /**
   * The gradient, owned by the manager of the step.
   *
   * @throws ModelException of category MEMORY if there is no memory for half the minibatch either
   */
  Taken take(Minibatch minibatch, Chance chance, NDManager step) {
    NDManager attempt = step.newSubManager();
    try {
      return new Taken(teaching.teach(minibatch, chance, attempt), false);
    } catch (RuntimeException e) {
      if (!MemoryShortage.isCauseOf(e) || minibatch.cells() == 1) {
        throw e;
      }
      attempt.close();
      return new Taken(inHalves(minibatch, chance, step), true);
    }
  }

  private Lesson inHalves(Minibatch minibatch, Chance chance, NDManager step) {
    Map<String, NDArray> sums = new LinkedHashMap<>();
    List<Lesson> halves = new ArrayList<>();
    for (Minibatch half : minibatch.halves()) {
      String name = "/half-" + halves.size();
      try (NDManager work = step.newSubManager()) {
        Lesson lesson = teaching.teach(half, purpose -> chance.stream(purpose + name), work);
        lesson.gradients().forEach((parameter, gradient) -> add(sums, parameter, gradient, step));
        halves.add(lesson);
      } catch (RuntimeException e) {
        if (!MemoryShortage.isCauseOf(e)) {
          throw e;
        }
        throw new ModelException(
            ModelException.Category.MEMORY,
            "No memory on the device for %d cells at once, nor for half of them; expected a smaller"
                    .formatted(minibatch.cells())
                + " minibatch or a larger device",
            e);
      }
    }
    return together(halves.get(0), halves.get(1), sums);
  }

  private static Lesson together(Lesson first, Lesson second, Map<String, NDArray> sums) {
    Map<String, float[]> statistics = new LinkedHashMap<>(first.statistics());
    statistics.replaceAll(
        (name, values) -> mean(values, second.statistics().getOrDefault(name, values)));
    List<float[]> draws = new ArrayList<>(first.draws());
    draws.addAll(second.draws());
    return new Lesson(
        ElboTerms.mean(List.of(first.terms(), second.terms()), first.terms().klWeight()),
        sums,
        statistics,
        Measures.mean(first.measures(), second.measures()),
        draws);
  }

  private static float[] mean(float[] first, float[] second) {
    float[] mean = new float[first.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (first[i] + second[i]) / 2;
    }
    return mean;
  }

  private static void add(
      Map<String, NDArray> sums, String name, NDArray gradient, NDManager step) {
    NDArray sum = sums.get(name);
    if (sum == null) {
      gradient.attach(step);
      sums.put(name, gradient);
    } else {
      sums.put(name, sum.add(gradient));
      sum.close();
    }
  }
}
