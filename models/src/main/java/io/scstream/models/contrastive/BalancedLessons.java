package io.scstream.models.contrastive;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.balance.GradientBalance;
import io.scstream.models.contrastive.ContrastiveVae.Chance;
import io.scstream.models.contrastive.ContrastiveVae.Lesson;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.spec.Objective;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The gradients of both roles' losses taken apart and put together again with weights that balance
 * them (Désidéri 2012; Sener and Koltun 2018). The salient encoder has a gradient of the target
 * loss alone, which is never weighted, and constraints come on top: balanced too, they would get
 * all the weight, since theirs is the shortest gradient.
 */
final class BalancedLessons {
  private final Lessons lessons;

  BalancedLessons(Lessons lessons) {
    this.lessons = lessons;
  }

  Lesson apart(Minibatch minibatch, Chance chance, Emphasis emphasis) {
    Emphasis bare = Emphasis.of(emphasis.kl(), Objective.sum());
    List<Lesson> parts = new ArrayList<>();
    List<Minibatch> roles = new ArrayList<>();
    for (Role role : Role.values()) {
      if (role == Role.BACKGROUND ? minibatch.background() > 0 : minibatch.target() > 0) {
        roles.add(minibatch.only(role));
        parts.add(lessons.together(minibatch.only(role), of(role, chance), bare));
      }
    }
    double[][] gram = gram(parts);
    double[] losses = parts.stream().mapToDouble(it -> it.terms().loss()).toArray();
    double[] weights = GradientBalance.weights(emphasis.objective().combination(), gram, losses);
    Map<String, NDArray> gradients = combined(parts, weights);
    List<Double> observed = constrain(roles, gradients, chance, emphasis);
    boolean areBoth = parts.size() == 2;
    return new Lesson(
        ElboTerms.mean(parts.stream().map(Lesson::terms).toList(), emphasis.kl()),
        gradients,
        Map.of(),
        new Measures(
            observed,
            areBoth ? weights[0] : 1,
            areBoth ? GradientBalance.cosine(gram, 0, 1) : Double.NaN),
        List.of());
  }

  /** Adds the pressure of the constraints to the gradients; they need both roles. */
  private List<Double> constrain(
      List<Minibatch> roles, Map<String, NDArray> gradients, Chance chance, Emphasis emphasis) {
    int constraints = emphasis.objective().constraints().size();
    if (constraints == 0 || roles.size() < 2) {
      return Collections.nCopies(constraints, Double.NaN);
    }
    Lessons.Pressure pressure =
        lessons.constraints(
            roles.get(0),
            roles.get(1),
            of(Role.BACKGROUND, chance),
            of(Role.TARGET, chance),
            emphasis);
    pressure
        .gradients()
        .forEach((name, gradient) -> requireNonNull(gradients.get(name)).addi(gradient));
    return pressure.observed();
  }

  private static Chance of(Role role, Chance chance) {
    String name = "/" + role.name().toLowerCase(Locale.ROOT);
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
        List<NDArray> gradients = new ArrayList<>();
        for (Lesson part : parts) {
          NDArray gradient = requireNonNull(part.gradients().get(name));
          gradients.add(gradient.reshape(new Shape(-1)).toType(DataType.FLOAT64, true));
        }
        for (int k = 0; k < gram.length; k++) {
          for (int j = 0; j <= k; j++) {
            try (NDArray product = gradients.get(k).dot(gradients.get(j))) {
              gram[k][j] += product.getDouble();
              gram[j][k] = gram[k][j];
            }
          }
        }
        gradients.forEach(NDArray::close);
      }
    }
    return gram;
  }

  private static Map<String, NDArray> combined(List<Lesson> parts, double[] weights) {
    Map<String, NDArray> sums = new LinkedHashMap<>();
    for (int k = 0; k < weights.length; k++) {
      double weight = weights[k];
      parts
          .get(k)
          .gradients()
          .forEach(
              (name, gradient) -> {
                NDArray weighted = isShared(name) ? gradient.muli(weight) : gradient;
                NDArray sum = sums.get(name);
                if (sum == null) {
                  sums.put(name, weighted);
                } else {
                  sum.addi(weighted);
                  weighted.close();
                }
              });
    }
    return sums;
  }
}
