package io.scstream.models.contrastive;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import io.scstream.models.balance.GradientBalance;
import io.scstream.models.contrastive.ContrastiveVae.Chance;
import io.scstream.models.contrastive.ContrastiveVae.Lesson;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.kernel.Kernels;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.spec.Groups;
import io.scstream.models.spec.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The gradients of the losses of the background and of every group, taken apart and put together
 * again with weights that balance them (Désidéri 2012; Sener and Koltun 2018). A salient encoder
 * has a gradient of its own group's loss alone, which is never weighted, and constraints come on
 * top: balanced too, they would get all the weight, since theirs is the shortest gradient.
 */
final class BalancedLessons {
  private final Lessons lessons;
  private final Groups groups;

  BalancedLessons(Lessons lessons, Groups groups) {
    this.lessons = lessons;
    this.groups = groups;
  }

  Lesson apart(Minibatch minibatch, Chance chance, Emphasis emphasis) {
    Emphasis bare = Emphasis.of(emphasis.kl(), Objective.sum());
    List<Lessons.Part> parts = parts(minibatch, chance);
    List<Lesson> learned =
        parts.stream().map(it -> lessons.together(it.minibatch(), it.chance(), bare)).toList();
    double[][] gram = gram(learned);
    double[] losses = learned.stream().mapToDouble(it -> it.terms().loss()).toArray();
    double[] weights = GradientBalance.weights(emphasis.objective().combination(), gram, losses);
    Map<String, NDArray> gradients = combined(learned, weights);
    boolean areBoth = minibatch.background() > 0 && minibatch.target() > 0;
    List<Double> observed =
        areBoth
            ? constrain(parts, gradients, emphasis)
            : Collections.nCopies(emphasis.objective().constraints().size(), Double.NaN);
    return new Lesson(
        ElboTerms.mean(learned.stream().map(Lesson::terms).toList(), emphasis.kl()),
        gradients,
        Map.of(),
        new Measures(observed, areBoth ? weights[0] : 1, leastCosine(gram)),
        List.of());
  }

  /** Background cells first, then each group that has cells. */
  private List<Lessons.Part> parts(Minibatch minibatch, Chance chance) {
    List<Lessons.Part> parts = new ArrayList<>();
    if (minibatch.background() > 0) {
      parts.add(new Lessons.Part(minibatch.only(Role.BACKGROUND), of("/background", chance)));
    }
    for (int group = 0; group < minibatch.groups(); group++) {
      if (minibatch.target(group) > 0) {
        String name = groups.areSeveral() ? "/target/" + group : "/target";
        parts.add(new Lessons.Part(minibatch.onlyGroup(group), of(name, chance)));
      }
    }
    return parts;
  }

  /** Of the two gradients that are most against each other; NaN for a single one. */
  private static double leastCosine(double[][] gram) {
    double least = Double.NaN;
    for (int k = 0; k < gram.length; k++) {
      for (int j = 0; j < k; j++) {
        double cosine = GradientBalance.cosine(gram, j, k);
        least = Double.isNaN(least) ? cosine : Math.min(least, cosine);
      }
    }
    return least;
  }

  /** Adds the pressure of the constraints to the gradients; they need both roles. */
  private List<Double> constrain(
      List<Lessons.Part> parts, Map<String, NDArray> gradients, Emphasis emphasis) {
    if (emphasis.objective().constraints().isEmpty()) {
      return List.of();
    }
    Lessons.Pressure pressure =
        lessons.constraints(parts.get(0), parts.subList(1, parts.size()), emphasis);
    pressure
        .gradients()
        .forEach((name, gradient) -> gradients.merge(name, gradient, BalancedLessons::sum));
    return pressure.observed();
  }

  private static NDArray sum(NDArray first, NDArray second) {
    try (first;
        second) {
      return first.add(second);
    }
  }

  private static Chance of(String name, Chance chance) {
    return purpose -> chance.stream(purpose + name);
  }

  private static boolean isShared(String parameter) {
    return !parameter.startsWith(Networks.SALIENT);
  }

  /** Inner products over the shared parameters, in double precision. */
  private static double[][] gram(List<Lesson> parts) {
    double[][] gram = new double[parts.size()][parts.size()];
    for (String name : parts.get(0).gradients().keySet()) {
      if (isShared(name)) {
        double[] products = Kernels.get().gram(gradients(parts, name));
        int at = 0;
        for (int k = 0; k < gram.length; k++) {
          for (int j = 0; j <= k; j++) {
            gram[k][j] += products[at++];
            gram[j][k] = gram[k][j];
          }
        }
      }
    }
    return gram;
  }

  private static Map<String, NDArray> combined(List<Lesson> parts, double[] weights) {
    double[] unweighted = new double[weights.length];
    Arrays.fill(unweighted, 1);
    Map<String, NDArray> sums = new LinkedHashMap<>();
    for (String name : parts.get(0).gradients().keySet()) {
      List<NDArray> gradients = gradients(parts, name);
      sums.put(name, Kernels.get().weightedSum(gradients, isShared(name) ? weights : unweighted));
    }
    return sums;
  }

  private static List<NDArray> gradients(List<Lesson> parts, String name) {
    return parts.stream().map(part -> requireNonNull(part.gradients().get(name))).toList();
  }
}
