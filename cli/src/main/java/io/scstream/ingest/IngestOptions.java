package io.scstream.ingest;

import java.util.List;
import java.util.Optional;

/**
 * How files become a dataset on a topic.
 *
 * @param dataset the dataset's name; by default the name of the only file
 * @param topic the topic of cells
 * @param columns which annotation says what
 * @param background the values of the role column that mean background
 * @param controls the values of the treatment column that mean no treatment; where empty, those of
 *     {@code background}
 * @param treatmentSeparator stands between the treatments of a combination
 * @param genes which genes several files are joined on
 * @param cellIds what becomes of the files' cell ids
 */
public record IngestOptions(
    Optional<String> dataset,
    String topic,
    ObsMapping columns,
    List<String> background,
    List<String> controls,
    String treatmentSeparator,
    GeneJoin genes,
    CellIds cellIds) {

  /** What becomes of the files' cell ids. */
  public enum CellIds {
    AS_THEY_ARE,
    /** The name of the file and a colon come first. */
    PREFIXED_BY_FILE
  }

  /** Checks and copies. */
  public IngestOptions {
    background = List.copyOf(background);
    controls = controls.isEmpty() ? background : List.copyOf(controls);
    dataset.ifPresent(name -> requireName("dataset", name));
    if (treatmentSeparator.isEmpty()) {
      throw IngestException.badConfig(
          "Invalid treatment-separator: empty; expected at least one character");
    }
    if (!background.isEmpty() && columns.role().isEmpty()) {
      throw IngestException.badConfig(
          "Invalid background: %s without a role column; expected --obs role=<column>"
              .formatted(background));
    }
  }

  /** No annotations, the default topic. */
  public static IngestOptions defaults() {
    return new IngestOptions(
        Optional.empty(),
        Topics.CELLS,
        ObsMapping.NONE,
        List.of(),
        List.of(),
        "+",
        GeneJoin.INNER,
        CellIds.AS_THEY_ARE);
  }

  public IngestOptions withDataset(String name) {
    return new IngestOptions(
        Optional.of(name),
        topic,
        columns,
        background,
        controls,
        treatmentSeparator,
        genes,
        cellIds);
  }

  /** Columns as in {@link ObsMapping#parse}, and the values of the role column for background. */
  public IngestOptions withObs(String newColumns, String... newBackground) {
    return new IngestOptions(
        dataset,
        topic,
        ObsMapping.parse(List.of(newColumns)),
        List.of(newBackground),
        List.of(),
        treatmentSeparator,
        genes,
        cellIds);
  }

  public IngestOptions withGenes(GeneJoin join) {
    return new IngestOptions(
        dataset, topic, columns, background, controls, treatmentSeparator, join, cellIds);
  }

  public IngestOptions withCellIds(CellIds ids) {
    return new IngestOptions(
        dataset, topic, columns, background, controls, treatmentSeparator, genes, ids);
  }

  /** Names that become part of a message key. */
  static String requireName(String what, String name) {
    if (name.isBlank() || name.contains("|")) {
      throw IngestException.badInput(
          "Invalid %s: '%s'; expected a name without '|'".formatted(what, name));
    }
    return name;
  }
}
