package io.scstream.response;

import io.scstream.models.calibrate.Calibration;
import io.scstream.models.evaluate.response.Intervals;
import io.scstream.models.factorized.Backing;
import io.scstream.models.factorized.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An answer's intervals, or why it has none.
 *
 * @param calibration by pairs that the version has not learned from, if there were any
 * @param level the chance of an effect to lie in its interval
 */
public record CalibratedAnswer(Response response, Optional<Calibration> calibration, double level) {

  /** Ends of every gene's interval, by the names of columns; nothing where there are none. */
  public Map<String, double[]> byGene() {
    Map<String, double[]> columns = new LinkedHashMap<>();
    halfWidths()
        .ifPresent(
            widths -> {
              double[] low = new double[widths.length];
              double[] high = new double[widths.length];
              for (int gene = 0; gene < widths.length; gene++) {
                low[gene] = response.effect()[gene] - widths[gene];
                high[gene] = response.effect()[gene] + widths[gene];
              }
              columns.put("effect_low", low);
              columns.put("effect_high", high);
            });
    return columns;
  }

  private Optional<double[]> halfWidths() {
    return isLikeThePairs()
        ? calibration.flatMap(it -> it.halfWidths(response, level))
        : Optional.empty();
  }

  /** Pairs that were withheld say nothing of treatments or covariates that are new themselves. */
  private boolean isLikeThePairs() {
    Backing.Word word = response.backing().word();
    return word == Backing.Word.COMBINATION || word == Backing.Word.OBSERVED;
  }

  /** In a line: at which level there are intervals, or why there are none. */
  public String told() {
    if (halfWidths().isPresent()) {
      return "intervals of %s by %d withheld pairs"
          .formatted(level, calibration.map(Calibration::pairs).orElse(0));
    }
    if (calibration.isEmpty()) {
      return "no intervals: no pairs were withheld";
    }
    return isLikeThePairs()
        ? "no intervals: %d withheld pairs, %d needed for %s"
            .formatted(
                calibration.map(Calibration::pairs).orElse(0), Intervals.groupsNeeded(level), level)
        : "no intervals: withheld pairs say nothing of what is new itself";
  }
}
