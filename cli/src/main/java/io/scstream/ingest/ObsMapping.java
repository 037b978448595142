package io.scstream.ingest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which column of the annotations says what. A column may be {@value #FILE}: its value is the name
 * of the file; the role column may be {@value #BACKGROUND} or {@value #TARGET}. Every column is
 * optional; one that is named must exist in every file.
 *
 * @param role tells background from target, see {@link Roles}
 * @param covariates what a model may condition on
 * @param treatment what was done to the cell, combinations joined by a separator
 * @param dose one number, or as many as treatments, joined by the same separator
 * @param donor the person or animal
 * @param batch the technical batch; by default the name of the file
 * @param librarySize total counts over all genes measured; by default the sum over the file's genes
 */
public record ObsMapping(
    Optional<String> role,
    List<String> covariates,
    Optional<String> treatment,
    Optional<String> dose,
    Optional<String> donor,
    Optional<String> batch,
    Optional<String> librarySize) {

  private static final List<String> KEYS =
      List.of("role", "covariate", "treatment", "dose", "donor", "batch", "library-size");

  /** The column whose value is the name of the file, without folder and extension. */
  public static final String FILE = "@file";

  /** As the role column: every cell is background. */
  public static final String BACKGROUND = "@background";

  /** As the role column: every cell is target. */
  public static final String TARGET = "@target";

  /** No column is used. */
  public static final ObsMapping NONE = parse(List.of());

  public ObsMapping {
    covariates = List.copyOf(covariates);
    if (dose.isPresent() && treatment.isEmpty()) {
      throw IngestException.badConfig(
          "Invalid obs: dose=%s without a treatment; expected treatment=<column> too"
              .formatted(dose.orElseThrow()));
    }
  }

  /**
   * Reads {@code role=condition,covariate=cell type,covariate=donor}. A column's name may hold
   * commas; each key but {@code covariate} stands at most once.
   */
  public static ObsMapping parse(List<String> texts) {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    KEYS.forEach(key -> columns.put(key, new ArrayList<>()));
    String nextKey = ",(?=(?:" + String.join("|", KEYS) + ")=)";
    for (String text : texts) {
      for (String pair : text.split(nextKey, -1)) {
        int equals = pair.indexOf('=');
        String key = equals < 0 ? pair : pair.substring(0, equals);
        if (equals < 0 || equals == pair.length() - 1 || !columns.containsKey(key)) {
          throw IngestException.badConfig(
              "Invalid obs: %s; expected <key>=<column>, keys are %s".formatted(pair, KEYS));
        }
        columns.getOrDefault(key, List.of()).add(pair.substring(equals + 1));
      }
    }
    return new ObsMapping(
        one(columns, "role"),
        columns.getOrDefault("covariate", List.of()).stream().distinct().toList(),
        one(columns, "treatment"),
        one(columns, "dose"),
        one(columns, "donor"),
        one(columns, "batch"),
        one(columns, "library-size"));
  }

  private static Optional<String> one(Map<String, List<String>> columns, String key) {
    List<String> named = columns.getOrDefault(key, List.of());
    if (named.size() > 1) {
      throw IngestException.badConfig(
          "Invalid obs: %s=%s; expected one column".formatted(key, named));
    }
    return named.stream().findFirst();
  }
}
