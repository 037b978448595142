package io.scstream.models.spec;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.data.Condition;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The labels that a factorized model knows, each with a number: values of covariates, full tuples
 * of them, treatments, and pairs of a tuple with a treatment that was seen in it. Labels are only
 * ever appended, so a number stays what it is. Memory follows what was seen, not what could be.
 *
 * @param covariates names of the covariates, in the order of a tuple
 * @param values of each covariate
 * @param tuples for each covariate the number of its value
 */
public record FactorLabels(
    List<String> covariates,
    List<List<String>> values,
    List<List<Integer>> tuples,
    List<String> treatments,
    List<Pair> pairs)
    implements Serializable {

  /** A treatment, by number, in cells of a tuple of covariates, by number. */
  public record Pair(int tuple, int treatment) implements Serializable {}

  /** Checks and copies. */
  public FactorLabels {
    covariates = List.copyOf(covariates);
    values = values.stream().map(List::copyOf).toList();
    tuples = tuples.stream().map(List::copyOf).toList();
    treatments = List.copyOf(treatments);
    pairs = List.copyOf(pairs);
    checkConfig(!covariates.isEmpty(), "Invalid covariates: none; expected at least one name");
    checkUnique("covariates", covariates);
    values.forEach(it -> checkUnique("values of a covariate", it));
    checkUnique("treatments", treatments);
    checkUnique("tuples", tuples);
    checkUnique("pairs", pairs);
    checkConfig(
        values.size() == covariates.size(),
        "Invalid values of covariates: %d lists; expected %d",
        values.size(),
        covariates.size());
    for (List<Integer> tuple : tuples) {
      checkConfig(isOf(tuple, values), "Invalid tuple: %s; expected known values", tuple);
    }
    for (Pair pair : pairs) {
      checkConfig(
          isBelow(pair.tuple, tuples.size()) && isBelow(pair.treatment, treatments.size()),
          "Invalid pair: %s; expected numbers of a tuple and a treatment",
          pair);
    }
  }

  private static boolean isOf(List<Integer> tuple, List<List<String>> values) {
    boolean isOf = tuple.size() == values.size();
    for (int i = 0; isOf && i < tuple.size(); i++) {
      isOf = isBelow(tuple.get(i), values.get(i).size());
    }
    return isOf;
  }

  private static boolean isBelow(int number, int count) {
    return number >= 0 && number < count;
  }

  private static void checkUnique(String what, List<?> labels) {
    Set<?> distinct = new HashSet<>(labels);
    checkConfig(
        distinct.size() == labels.size(), "Invalid %s: %s; expected each once", what, labels);
  }

  /** Of these covariates, without any value or treatment. */
  public static FactorLabels none(List<String> covariates) {
    return new FactorLabels(
        covariates,
        covariates.stream().map(it -> List.<String>of()).toList(),
        List.of(),
        List.of(),
        List.of());
  }

  /** The same covariates without any value or treatment. */
  public FactorLabels cleared() {
    return none(covariates);
  }

  /** These and those of further cells, which are appended in the order of the cells. */
  public FactorLabels with(List<Condition> conditions) {
    Growing growing = new Growing(this);
    conditions.forEach(growing::add);
    return growing.labels();
  }

  /** The number of a covariate's value; -1 for one that is not known. */
  public int value(int covariate, Condition condition) {
    String value = condition.covariates().get(covariates.get(covariate));
    return value == null ? -1 : values.get(covariate).indexOf(value);
  }

  /** The number of a condition's tuple; -1 for one that is not known. */
  public int tuple(Condition condition) {
    List<Integer> tuple = new ArrayList<>();
    for (int covariate = 0; covariate < covariates.size(); covariate++) {
      tuple.add(value(covariate, condition));
    }
    return tuples.indexOf(tuple);
  }

  /** The covariates of a tuple, as of a control. */
  public Condition condition(int tuple) {
    SortedMap<String, String> named = new TreeMap<>();
    for (int covariate = 0; covariate < covariates.size(); covariate++) {
      int value = tuples.get(tuple).get(covariate);
      named.put(covariates.get(covariate), values.get(covariate).get(value));
    }
    return Condition.of(named);
  }

  /** The number of a treatment; -1 for one that is not known. */
  public int treatment(String name) {
    return treatments.indexOf(name);
  }

  /** The number of a pair; -1 for one that was never seen. */
  public int pair(int tuple, int treatment) {
    return pairs.indexOf(new Pair(tuple, treatment));
  }

  /** Appends labels. */
  private static final class Growing {
    private final List<String> covariates;
    private final List<List<String>> values = new ArrayList<>();
    private final List<List<Integer>> tuples;
    private final List<String> treatments;
    private final List<Pair> pairs;

    Growing(FactorLabels labels) {
      this.covariates = labels.covariates;
      labels.values.forEach(it -> values.add(new ArrayList<>(it)));
      this.tuples = new ArrayList<>(labels.tuples);
      this.treatments = new ArrayList<>(labels.treatments);
      this.pairs = new ArrayList<>(labels.pairs);
    }

    /** A tuple is of known values only; a cell without one of its covariates is in none. */
    void add(Condition condition) {
      List<Integer> tuple = new ArrayList<>();
      for (int i = 0; i < covariates.size(); i++) {
        String value = condition.covariates().get(covariates.get(i));
        if (value != null) {
          tuple.add(number(values.get(i), value));
        }
      }
      int itsTuple = tuple.size() == covariates.size() ? number(tuples, List.copyOf(tuple)) : -1;
      for (Condition.Dose dose : condition.treatments()) {
        int treatment = number(treatments, dose.treatment());
        if (itsTuple >= 0) {
          number(pairs, new Pair(itsTuple, treatment));
        }
      }
    }

    private static <T> int number(List<T> labels, T label) {
      int number = labels.indexOf(Objects.requireNonNull(label));
      if (number < 0) {
        labels.add(label);
        return labels.size() - 1;
      }
      return number;
    }

    FactorLabels labels() {
      return new FactorLabels(covariates, values, tuples, treatments, pairs);
    }
  }
}
