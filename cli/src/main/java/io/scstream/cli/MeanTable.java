package io.scstream.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rows of named numbers, one for each seed and case, and their means over seeds. */
final class MeanTable {
  private final List<Row> rows = new ArrayList<>();

  private record Row(long seed, Map<String, String> names, Map<String, Double> numbers) {}

  /**
   * Adds a row.
   *
   * @param names which case it is, the same for every seed
   * @param numbers what was found; a NaN is left out
   */
  void add(long seed, Map<String, String> names, Map<String, Double> numbers) {
    Map<String, Double> known = new LinkedHashMap<>(numbers);
    known.values().removeIf(number -> number.isNaN());
    rows.add(new Row(seed, new LinkedHashMap<>(names), known));
  }

  /** Every row, and the mean of each case. */
  Map<String, Object> json() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Row row : rows) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("seed", row.seed);
      one.putAll(row.names);
      one.putAll(row.numbers);
      all.add(one);
    }
    List<Map<String, Object>> means = new ArrayList<>();
    cases()
        .forEach(
            (names, numbers) -> {
              Map<String, Object> one = new LinkedHashMap<>(names);
              one.put("seeds", seeds(names));
              one.putAll(numbers);
              means.add(one);
            });
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rows", all);
    json.put("means", means);
    return json;
  }

  private long seeds(Map<String, String> names) {
    return rows.stream().filter(row -> row.names.equals(names)).count();
  }

  /** By case the mean of each number over the rows that have it. */
  private Map<Map<String, String>, Map<String, Double>> cases() {
    Map<Map<String, String>, Map<String, List<Double>>> gathered = new LinkedHashMap<>();
    for (Row row : rows) {
      Map<String, List<Double>> numbers =
          gathered.computeIfAbsent(row.names, it -> new LinkedHashMap<>());
      row.numbers.forEach(
          (name, number) -> numbers.computeIfAbsent(name, it -> new ArrayList<>()).add(number));
    }
    Map<Map<String, String>, Map<String, Double>> means = new LinkedHashMap<>();
    gathered.forEach(
        (names, numbers) -> {
          Map<String, Double> mean = new LinkedHashMap<>();
          numbers.forEach((name, values) -> mean.put(name, mean(values)));
          means.put(names, mean);
        });
    return means;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** One line for the means of each case. */
  String text() {
    List<String> lines = new ArrayList<>();
    cases()
        .forEach(
            (names, numbers) -> {
              StringBuilder line = new StringBuilder(String.join(" ", names.values()));
              line.append(" (").append(seeds(names)).append(')');
              numbers.forEach(
                  (name, number) ->
                      line.append(String.format(Locale.ROOT, "  %s %.3f", name, number)));
              lines.add(line.toString());
            });
    return String.join(System.lineSeparator(), lines);
  }
}
