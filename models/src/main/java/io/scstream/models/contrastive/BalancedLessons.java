package io.scstream.models.contrastive;

import ai.djl.ndarray.NDArray;
import io.scstream.models.balance.GradientBalance;
import io.scstream.models.contrastive.CodeTerms.Sight;
import io.scstream.models.contrastive.ContrastiveVae.Chance;
import io.scstream.models.contrastive.ContrastiveVae.Lesson;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.kernel.Kernels;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.spec.Groups;
import io.scstream.models.spec.Objective;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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

  /** A role's or a group's cells, the way they went, and the gradient of their own loss. */
  private record Part(int group, Pass pass, ElboTerms terms, Map<String, NDArray> gradients) {}

  Lesson apart(Minibatch minibatch, Chance chance, Emphasis emphasis) {
    List<Part> parts = parts(minibatch, chance, emphasis);
    double[][] gram = gram(parts);
    double[] losses = parts.stream().mapToDouble(it -> it.terms.loss()).toArray();
    double[] weights = GradientBalance.weights(emphasis.objective().combination(), gram, losses);
    Map<String, NDArray> gradients = combined(parts, weights);
    boolean areBoth = minibatch.background() > 0 && minibatch.target() > 0;
    List<Double> observed =
        areBoth
            ? constrain(parts, gradients, emphasis)
            : Collections.nCopies(emphasis.objective().constraints().size(), Double.NaN);
    return new Lesson(
        ElboTerms.mean(parts.stream().map(Part::terms).toList(), emphasis.kl()),
        lessons.complete(gradients),
        Map.of(),
        new Measures(observed, areBoth ? weights[0] : 1, leastCosine(gram)),
        List.of());
  }

  /** Background cells first, then each group that has cells. */
  private List<Part> parts(Minibatch minibatch, Chance chance, Emphasis emphasis) {
    Objective objective = emphasis.objective();
    List<Part> parts = new ArrayList<>();
    if (minibatch.background() > 0) {
      boolean isSilent = minibatch.target() > 0 && objective.readsSalientOfBackground();
      Minibatch cells = minibatch.only(Role.BACKGROUND);
      parts.add(part(-1, cells, of("/background", chance), isSilent, emphasis));
    }
    for (int group = 0; group < minibatch.groups(); group++) {
      if (minibatch.target(group) > 0) {
        String name = groups.areSeveral() ? "/target/" + group : "/target";
        Minibatch cells = minibatch.onlyGroup(group);
        parts.add(part(group, cells, of(name, chance), false, emphasis));
      }
    }
    return parts;
  }

  private Part part(
      int group, Minibatch cells, Chance chance, boolean isSilent, Emphasis emphasis) {
    Pass pass = lessons.pass(cells, chance, isSilent);
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    ElboTerms terms = lessons.descend(pass, cells, emphasis.kl(), gradients);
    gradients.putAll(pass.backThroughEncoders());
    return new Part(group, pass, terms, gradients);
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

  /**
   * Adds the pressure of the constraints to the gradients; they need both roles. The cells have
   * been encoded already: only the way back is gone once more.
   */
  private static List<Double> constrain(
      List<Part> parts, Map<String, NDArray> gradients, Emphasis emphasis) {
    if (emphasis.objective().constraints().isEmpty()) {
      return List.of();
    }
    parts.forEach(it -> it.pass.forget());
    Pass ofBackground = parts.get(0).pass;
    List<Sight> sights =
        parts.subList(1, parts.size()).stream()
            .map(
                it ->
                    new Sight(
                        ofBackground.backgroundMeans(),
                        it.pass.targetMeans(it.group),
                        it.pass.salientMeans(it.group),
                        ofBackground.silentMeans(it.group),
                        it.pass.chance()))
            .toList();
    List<Double> observed = CodeTerms.constraints(sights, emphasis);
    for (Part part : parts) {
      part.pass
          .backThroughPushedEncoders()
          .forEach((name, gradient) -> gradients.merge(name, gradient, BalancedLessons::sum));
    }
    return observed;
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

  private static Set<String> names(List<Part> parts) {
    return parts.stream()
        .flatMap(part -> part.gradients.keySet().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<NDArray> gradients(List<Part> parts, String name) {
    return parts.stream().map(part -> part.gradients.get(name)).filter(Objects::nonNull).toList();
  }

  /** Inner products over the shared parameters, in double precision. */
  private static double[][] gram(List<Part> parts) {
    double[][] gram = new double[parts.size()][parts.size()];
    for (String name : names(parts)) {
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

  /** Every part has a gradient of all shared parameters. */
  private static Map<String, NDArray> combined(List<Part> parts, double[] weights) {
    Map<String, NDArray> sums = new LinkedHashMap<>();
    for (String name : names(parts)) {
      List<NDArray> gradients = gradients(parts, name);
      sums.put(
          name,
          isShared(name)
              ? Kernels.get().weightedSum(gradients, weights)
              : gradients.stream().reduce(NDArray::add).orElseThrow());
    }
    return sums;
  }
}
