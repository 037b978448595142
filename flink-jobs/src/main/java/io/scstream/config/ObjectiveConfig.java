package io.scstream.config;

import static io.scstream.config.Check.oneOf;
import static io.scstream.config.Check.positive;
import static io.scstream.config.Check.zeroOrMore;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/** What training descends. */
public record ObjectiveConfig(
    String combination,
    Constraints constraints,
    Dual dual,
    Penalties penalties,
    FactorizedConfig factorized)
    implements Serializable {

  public ObjectiveConfig {
    oneOf(
        "model.objective.combination",
        combination,
        List.of("sum", "equal-norm", "raw", "loss", "loss-plus"));
  }

  /** Thresholds; 0 leaves a constraint out. */
  public record Constraints(
      double dependence, double backgroundMatch, double salientSilence, double gaussianDependence)
      implements Serializable {
    public Constraints {
      thresholds(dependence, backgroundMatch, salientSilence, gaussianDependence)
          .forEach((key, value) -> zeroOrMore("model.objective.constraints." + key, value));
    }

    /** Every threshold by the word of its functional. */
    public Map<String, Double> thresholds() {
      return thresholds(dependence, backgroundMatch, salientSilence, gaussianDependence);
    }

    private static Map<String, Double> thresholds(
        double dependence, double backgroundMatch, double salientSilence, double gaussian) {
      return Map.of(
          "dependence",
          dependence,
          "background-match",
          backgroundMatch,
          "salient-silence",
          salientSilence,
          "gaussian-dependence",
          gaussian);
    }
  }

  /** How multipliers of constraints are trained. */
  public record Dual(String rule, double rate, double proportionalGain, double maximum)
      implements Serializable {
    public Dual {
      oneOf("model.objective.dual.rule", rule, List.of("simple", "geco", "nupi"));
      positive("model.objective.dual.rate", rate);
      zeroOrMore("model.objective.dual.proportional-gain", proportionalGain);
      positive("model.objective.dual.maximum", maximum);
    }
  }

  /** Terms with fixed weights; 0 leaves one out. */
  public record Penalties(
      double silence, double match, double salientMatch, double totalCorrelation)
      implements Serializable {
    public Penalties {
      zeroOrMore("model.objective.penalties.silence", silence);
      zeroOrMore("model.objective.penalties.match", match);
      zeroOrMore("model.objective.penalties.salient-match", salientMatch);
      zeroOrMore("model.objective.penalties.total-correlation", totalCorrelation);
    }
  }
}
