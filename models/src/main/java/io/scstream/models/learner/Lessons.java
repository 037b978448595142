package io.scstream.models.learner;

import static io.scstream.models.contrastive.ContrastiveVae.Chance;
import static io.scstream.models.contrastive.ContrastiveVae.Lesson;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.scstream.models.ModelException;
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
 * than at once, of the same law.
 */
final class Lessons {
  private final Teaching teaching;

  /** Gradients by some family; changes nothing, so it can be called again after a failure. */
  @FunctionalInterface
  interface Teaching {
    Lesson teach(Minibatch minibatch, Chance chance, NDManager step);
  }

  Lessons(Teaching teaching) {
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
    List<ElboTerms> terms = new ArrayList<>();
    for (Minibatch half : minibatch.halves()) {
      String name = "/half-" + terms.size();
      try (NDManager work = step.newSubManager()) {
        Lesson lesson = teaching.teach(half, purpose -> chance.stream(purpose + name), work);
        lesson.gradients().forEach((parameter, gradient) -> add(sums, parameter, gradient, step));
        terms.add(lesson.terms());
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
    return new Lesson(ElboTerms.mean(terms, terms.get(0).klWeight()), sums);
  }

  private static void add(
      Map<String, NDArray> sums, String name, NDArray gradient, NDManager step) {
    NDArray sum = sums.get(name);
    if (sum == null) {
      gradient.attach(step);
      sums.put(name, gradient);
    } else {
      sum.addi(gradient);
    }
  }
}
