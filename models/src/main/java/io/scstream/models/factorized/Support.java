package io.scstream.models.factorized;

import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.Role;
import io.scstream.models.nn.Parameters;
import io.scstream.models.spec.FactorLabels;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How many cells of each label a model has learned from, and the least dose of each treatment. They
 * are kept among the parameters, as numbers that nothing descends on, exact up to 2²⁴ cells.
 */
final class Support {
  /** A tuple of covariates counts in means over covariates from so many cells on. */
  static final int OWN_ROW = 50;

  private final FactorLabels labels;
  private final float[] tuples;
  private final float[] controls;
  private final float[] treatments;
  private final float[] pairs;
  private final float[] references;

  private Support(FactorLabels labels, Parameters parameters) {
    this.labels = labels;
    this.tuples = parameters.values(FactorNames.TUPLE_CELLS);
    this.controls = parameters.values(FactorNames.CONTROL_CELLS);
    this.treatments = parameters.values(FactorNames.TREATMENT_CELLS);
    this.pairs = parameters.values(FactorNames.PAIR_CELLS);
    this.references = parameters.values(FactorNames.REFERENCE_DOSES);
  }

  static Support of(FactorLabels labels, Parameters parameters) {
    return new Support(labels, parameters);
  }

  static void addShapes(Map<String, Shape> shapes, FactorLabels labels) {
    shapes.put(FactorNames.TUPLE_CELLS, new Shape(Capacity.of(labels.tuples().size())));
    shapes.put(FactorNames.CONTROL_CELLS, new Shape(Capacity.of(labels.tuples().size())));
    shapes.put(FactorNames.TREATMENT_CELLS, new Shape(Capacity.of(labels.treatments().size())));
    shapes.put(FactorNames.PAIR_CELLS, new Shape(Capacity.of(labels.pairs().size())));
  }

  /** Cells of a tuple of covariates; 0 for an unknown one. */
  long tuple(int number) {
    return number < 0 ? 0 : (long) tuples[number];
  }

  /** Controls of a tuple of covariates; 0 for an unknown one. */
  long controls(int tuple) {
    return tuple < 0 ? 0 : (long) controls[tuple];
  }

  /** Cells of a treatment; 0 for an unknown one. */
  long treatment(int number) {
    return number < 0 ? 0 : (long) treatments[number];
  }

  /** Cells of a pair; 0 for one that was never seen. */
  long pair(int number) {
    return number < 0 ? 0 : (long) pairs[number];
  }

  /** Counts cells that are learned from for the first time. */
  void add(List<Cell> cells) {
    refer(cells);
    for (Cell cell : cells) {
      Condition condition = cell.condition();
      int tuple = labels.tuple(condition);
      if (tuple >= 0) {
        tuples[tuple]++;
        controls[tuple] += cell.role() == Role.BACKGROUND ? 1 : 0;
      }
      for (Condition.Dose dose : condition.treatments()) {
        int treatment = labels.treatment(dose.treatment());
        int pair = labels.pair(tuple, treatment);
        treatments[treatment]++;
        if (pair >= 0) {
          pairs[pair]++;
        }
      }
    }
  }

  /** The reference dose of a new treatment is the least one above 0 that it came with. */
  private void refer(List<Cell> cells) {
    float[] least = new float[references.length];
    for (Cell cell : cells) {
      for (Condition.Dose dose : cell.condition().treatments()) {
        int treatment = labels.treatment(dose.treatment());
        boolean isLess = least[treatment] == 0 || dose.amount() < least[treatment];
        if (dose.amount() > 0 && isLess) {
          least[treatment] = (float) dose.amount();
        }
      }
    }
    for (int treatment = 0; treatment < least.length; treatment++) {
      references[treatment] = references[treatment] > 0 ? references[treatment] : least[treatment];
    }
  }

  /** Equal weights for the tuples that a model began with, and for those with enough cells. */
  private float[] weights(float[] before) {
    int known = labels.tuples().size();
    boolean isFirst = IntStream.range(0, known).allMatch(tuple -> before[tuple] == 0);
    int[] counted =
        IntStream.range(0, known)
            .filter(tuple -> isFirst || before[tuple] > 0 || tuples[tuple] >= OWN_ROW)
            .toArray();
    float[] weights = new float[before.length];
    for (int tuple : counted) {
      weights[tuple] = 1f / counted.length;
    }
    return weights;
  }

  /** Writes the numbers back. */
  void keep(Parameters parameters) {
    parameters.set(FactorNames.TUPLE_CELLS, tuples);
    parameters.set(FactorNames.CONTROL_CELLS, controls);
    parameters.set(FactorNames.TREATMENT_CELLS, treatments);
    parameters.set(FactorNames.PAIR_CELLS, pairs);
    parameters.set(FactorNames.REFERENCE_DOSES, references);
    parameters.set(
        FactorNames.TUPLE_WEIGHTS, weights(parameters.values(FactorNames.TUPLE_WEIGHTS)));
  }
}
