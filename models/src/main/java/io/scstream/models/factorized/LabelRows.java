package io.scstream.models.factorized;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.nn.Weights;
import io.scstream.models.spec.FactorLabels;
import java.util.ArrayList;
import java.util.List;

/**
 * The labels of some cells as numbers and as rows of zeros and ones; those that the model does not
 * know are zeros.
 */
final class LabelRows {
  private final FactorLabels labels;
  private final List<Condition> conditions;
  private final List<Boolean> controls;
  private final int[] tuples;

  private LabelRows(FactorLabels labels, List<Condition> conditions, List<Boolean> controls) {
    this.labels = labels;
    this.conditions = conditions;
    this.controls = controls;
    this.tuples = conditions.stream().mapToInt(labels::tuple).toArray();
  }

  static LabelRows of(Minibatch minibatch, FactorLabels labels) {
    List<Condition> conditions = new ArrayList<>();
    List<Boolean> controls = new ArrayList<>();
    for (int row = 0; row < minibatch.cells(); row++) {
      Cell cell = minibatch.cell(row);
      conditions.add(cell.condition());
      controls.add(cell.role() == Role.BACKGROUND);
    }
    return new LabelRows(labels, conditions, controls);
  }

  /** Of treated or untreated cells that need not exist. */
  static LabelRows of(List<Condition> conditions, FactorLabels labels) {
    return new LabelRows(
        labels, conditions, conditions.stream().map(it -> it.treatments().isEmpty()).toList());
  }

  int rows() {
    return conditions.size();
  }

  FactorLabels labels() {
    return labels;
  }

  boolean isControl(int row) {
    return controls.get(row);
  }

  /** Whether it is a treated cell and the model knows one of its treatments. */
  boolean isTreated(int row) {
    return !controls.get(row)
        && conditions.get(row).treatments().stream()
            .anyMatch(it -> labels.treatment(it.treatment()) >= 0);
  }

  /** The number of the tuple of covariates; -1 if it is not known. */
  int tuple(int row) {
    return tuples[row];
  }

  /** Cells of the same covariates; those of unknown ones are alike. */
  Object covariateStratum(int row) {
    return tuples[row];
  }

  /** Cells of the same treatments and doses, or all controls. */
  Object treatmentStratum(int row) {
    return controls.get(row) ? "control" : conditions.get(row).treatments();
  }

  /** A one for the value of a covariate, [n, capacity]. */
  NDArray values(int covariate, NDManager step) {
    int capacity = Capacity.of(labels.values().get(covariate).size());
    float[] ones = new float[rows() * capacity];
    for (int row = 0; row < rows(); row++) {
      int value = labels.value(covariate, conditions.get(row));
      if (value >= 0) {
        ones[row * capacity + value] = 1;
      }
    }
    return EngineMemory.copy(step, ones, new Shape(rows(), capacity));
  }

  /** The number of the value of a covariate, row by row; -1 if it is not known. */
  int[] valueNumbers(int covariate) {
    return conditions.stream().mapToInt(it -> labels.value(covariate, it)).toArray();
  }

  /** The number of a row's first known treatment; -1 for a control. */
  int firstTreatment(int row) {
    return controls.get(row)
        ? -1
        : conditions.get(row).treatments().stream()
            .mapToInt(it -> labels.treatment(it.treatment()))
            .filter(it -> it >= 0)
            .findFirst()
            .orElse(-1);
  }

  /** A one for every treatment of a row, [n, capacity]. */
  NDArray treated(NDManager step) {
    return treatments(step, (dose, number) -> 1);
  }

  /** log(1 + d/d₀) for every treatment of a row, [n, capacity]. */
  NDArray logDoses(Weights weights, NDManager step) {
    float[] references = weights.get(FactorNames.REFERENCE_DOSES).toFloatArray();
    return treatments(
        step,
        (dose, number) ->
            Math.log1p(dose.amount() / (references[number] > 0 ? references[number] : 1)));
  }

  @FunctionalInterface
  private interface Entry {
    double of(Condition.Dose dose, int number);
  }

  private NDArray treatments(NDManager step, Entry entry) {
    int capacity = Capacity.of(labels.treatments().size());
    float[] values = new float[rows() * capacity];
    for (int row = 0; row < rows(); row++) {
      for (Condition.Dose dose : conditions.get(row).treatments()) {
        int number = labels.treatment(dose.treatment());
        if (number >= 0) {
          values[row * capacity + number] = (float) entry.of(dose, number);
        }
      }
    }
    return EngineMemory.copy(step, values, new Shape(rows(), capacity));
  }

  /** A one for every known pair of a row, [n, capacity]. */
  NDArray pairs(NDManager step) {
    int capacity = Capacity.of(labels.pairs().size());
    float[] ones = new float[rows() * capacity];
    for (int row = 0; row < rows(); row++) {
      for (Condition.Dose dose : conditions.get(row).treatments()) {
        int pair = labels.pair(tuples[row], labels.treatment(dose.treatment()));
        if (pair >= 0) {
          ones[row * capacity + pair] = 1;
        }
      }
    }
    return EngineMemory.copy(step, ones, new Shape(rows(), capacity));
  }
}
