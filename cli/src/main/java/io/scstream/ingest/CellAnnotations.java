package io.scstream.ingest;

import io.scstream.schema.Role;
import io.scstream.schema.Treatment;
import io.scstream.schema.cells.CellContent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the annotations of one file say about each of its cells. */
final class CellAnnotations {
  // A column of 32-bit floats may round a sum of counts down.
  private static final double ROUNDING = 1e-6;

  private final List<String> ids;
  private final List<Role> roles;
  private final List<String> batches;
  private final Map<String, List<String>> covariates;
  private final Optional<List<String>> treatment;
  private final Optional<List<String>> dose;
  private final Optional<List<String>> donor;
  private final Optional<List<String>> librarySize;
  private final Treatments treatments;

  CellAnnotations(SourceFile file, IngestOptions options, Roles roles) {
    ObsMapping columns = options.columns();
    this.ids = ids(file, options.cellIds());
    this.roles = roles(file, columns.role(), roles);
    this.batches = file.column(columns.batch().orElse(ObsMapping.FILE));
    this.covariates = new HashMap<>();
    columns.covariates().forEach(name -> covariates.put(name, file.column(name)));
    this.treatment = columns.treatment().map(file::column);
    this.dose = columns.dose().map(file::column);
    this.donor = columns.donor().map(file::column);
    this.librarySize = columns.librarySize().map(file::column);
    this.treatments = new Treatments(options.treatmentSeparator(), options.controls());
    for (int cell = 0; cell < batches.size(); cell++) {
      IngestOptions.requireName("batch of cell " + ids.get(cell), batches.get(cell));
    }
  }

  List<String> ids() {
    return ids;
  }

  List<String> batches() {
    return batches;
  }

  /**
   * A cell with the counts that travel.
   *
   * @param measured sum of the cell's counts over all genes of the file
   */
  CellContent content(int cell, int[] genes, int[] counts, long measured) {
    return CellContent.of(
        ids.get(cell),
        roles.get(cell),
        librarySize.isEmpty() ? measured : librarySize(cell, counts),
        genes,
        counts,
        new CellContent.Annotations(
            covariates(cell), treatments(cell), donor.map(donors -> donors.get(cell))));
  }

  private Map<String, String> covariates(int cell) {
    Map<String, String> values = new HashMap<>();
    covariates.forEach((name, column) -> values.put(name, column.get(cell)));
    return values;
  }

  private List<Treatment> treatments(int cell) {
    return treatment
        .map(
            names ->
                treatments.of(
                    names.get(cell), dose.map(doses -> doses.get(cell)).orElse(""), ids.get(cell)))
        .orElse(List.of());
  }

  /**
   * The column's value. It is compared with the counts that travel, not with all of the file: a
   * file may hold more kinds of features than the column was summed over.
   */
  private double librarySize(int cell, int[] counts) {
    String text = librarySize.orElse(List.of()).get(cell);
    double size = Numbers.parse(text);
    long sum = 0;
    for (int count : counts) {
      sum += count;
    }
    if (!Double.isFinite(size) || size < 0 || (size == 0 && sum > 0)) {
      throw IngestException.badInput(
          "Invalid library size of cell %s: '%s'; expected a positive number"
              .formatted(ids.get(cell), text));
    }
    if (size < sum * (1 - ROUNDING)) {
      throw IngestException.badInput(
          ("Invalid library size of cell %s: %s; expected at least the sum of its counts, %d. If the"
                  + " column was summed over one feature type only, keep that one with --feature-type")
              .formatted(ids.get(cell), text, sum));
    }
    return Math.max(size, (double) sum);
  }

  private static List<String> ids(SourceFile file, IngestOptions.CellIds kind) {
    return switch (kind) {
      case AS_THEY_ARE -> file.matrix().cellIds();
      case PREFIXED_BY_FILE ->
          file.matrix().cellIds().stream().map(id -> file.name() + ":" + id).toList();
    };
  }

  private List<Role> roles(SourceFile file, Optional<String> column, Roles known) {
    List<String> values = column.map(file::column).orElse(List.of());
    List<Role> all = new ArrayList<>(ids.size());
    for (int cell = 0; cell < ids.size(); cell++) {
      all.add(column.isEmpty() ? known.unstated() : known.of(values.get(cell), ids.get(cell)));
    }
    return all;
  }
}
