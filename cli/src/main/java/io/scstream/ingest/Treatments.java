package io.scstream.ingest;

import io.scstream.schema.Treatment;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads what was done to a cell: {@code "CEBPE+RUNX1T1"} with doses {@code "1+0.5"}. */
final class Treatments {
  private static final double DEFAULT_DOSE = 1.0;

  private final String separator;
  private final List<String> controls;

  Treatments(String separator, List<String> controls) {
    this.separator = separator;
    this.controls = controls;
  }

  /** Empty and control values are no treatment, alone and inside a combination. */
  List<Treatment> of(String names, String doses, String cell) {
    if (isControl(names)) {
      return List.of();
    }
    String[] parts = parts(names);
    String[] amounts = parts(doses);
    if (amounts.length != 1 && amounts.length != parts.length) {
      throw IngestException.badInput(
          "Invalid dose of cell %s: '%s'; expected one number, or %d joined by '%s' as in '%s'"
              .formatted(cell, doses, parts.length, separator, names));
    }
    List<Treatment> treatments = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      if (!isControl(parts[i])) {
        treatments.add(new Treatment(parts[i], dose(amounts[amounts.length == 1 ? 0 : i], cell)));
      }
    }
    return treatments;
  }

  private boolean isControl(String name) {
    return name.isBlank() || controls.contains(name);
  }

  private String[] parts(String text) {
    String[] parts = text.split(Pattern.quote(separator), -1);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = parts[i].strip();
    }
    return parts;
  }

  private static double dose(String text, String cell) {
    if (text.isEmpty()) {
      return DEFAULT_DOSE;
    }
    double dose = Numbers.parse(text);
    if (!Double.isFinite(dose) || dose < 0) {
      throw IngestException.badInput(
          "Invalid dose of cell %s: '%s'; expected a finite number, 0 or more"
              .formatted(cell, text));
    }
    return dose;
  }
}
