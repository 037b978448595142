package io.scstream.models.baseline;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * What is known of a cell as a vector: a one for each covariate's value, and each treatment's dose
 * at its place. The values are those of the cells that it was made from; another one is refused.
 */
public final class LabelVectors {
  private final Map<String, Integer> places;

  private LabelVectors(Map<String, Integer> places) {
    this.places = places;
  }

  /** For the labels of these cells, of which at least one has any. */
  public static LabelVectors of(Collection<Cell> cells) {
    TreeSet<String> names = new TreeSet<>();
    for (Cell cell : cells) {
      names.addAll(entries(cell.condition()).keySet());
    }
    checkInput(
        !names.isEmpty(), "Invalid cells: without labels; expected covariates or treatments");
    Map<String, Integer> places = new LinkedHashMap<>();
    names.forEach(name -> places.put(name, places.size()));
    return new LabelVectors(places);
  }

  /** The length of a vector. */
  public int size() {
    return places.size();
  }

  /** The vector of a condition. */
  public float[] of(Condition condition) {
    float[] vector = new float[places.size()];
    entries(condition).forEach((name, value) -> vector[place(name)] = value);
    return vector;
  }

  private int place(String name) {
    checkInput(
        places.containsKey(name), "Invalid label: %s; expected one of %s", name, places.keySet());
    return places.getOrDefault(name, 0);
  }

  private static Map<String, Float> entries(Condition condition) {
    Map<String, Float> entries = new LinkedHashMap<>();
    condition.covariates().forEach((name, value) -> entries.put(name + "=" + value, 1f));
    for (Condition.Dose dose : condition.treatments()) {
      entries.put("treatment=" + dose.treatment(), (float) dose.amount());
    }
    return entries;
  }
}
