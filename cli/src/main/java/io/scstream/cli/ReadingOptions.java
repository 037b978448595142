package io.scstream.cli;

import io.scstream.matrix.Orientation;
import io.scstream.matrix.ReadOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What to read from a count file. */
final class ReadingOptions {
  private static final ReadOptions DEFAULTS = ReadOptions.defaults();

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      description = "Matrix of raw counts: X, raw or layers/<name> (${DEFAULT-VALUE}).")
  private String layer = DEFAULTS.layer();

  @Option(
      names = "--genome",
      paramLabel = "NAME",
      description = "Genome of a Cell Ranger 2 HDF5 file that holds several.")
  private String genome = DEFAULTS.genome();

  @Option(
      names = "--feature-type",
      paramLabel = "TYPE",
      description = "Keep only features of this type, such as 'Gene Expression'; repeatable.")
  private List<String> featureTypes = new ArrayList<>();

  @Option(
      names = "--annotations",
      paramLabel = "TABLE",
      description = "Delimited table of cell annotations, cell ids in its first column.")
  private @Nullable Path annotations;

  @Option(
      names = "--orientation",
      paramLabel = "WHAT",
      converter = ToOrientation.class,
      description = "Of a delimited table: cells-in-rows or genes-in-rows.")
  private Orientation orientation = DEFAULTS.orientation();

  @Option(
      names = "--cell-column",
      paramLabel = "NAME",
      description = "Column of cell ids in a delimited table; by default the first.")
  private String cellColumn = DEFAULTS.cellColumn();

  @Option(names = "--first", paramLabel = "N", description = "Only the first N cells of each file.")
  private int first = Integer.MAX_VALUE;

  ReadOptions options() {
    ReadOptions options =
        DEFAULTS
            .withLayer(layer)
            .withGenome(genome)
            .withFeatureTypes(featureTypes.toArray(String[]::new))
            .withOrientation(orientation)
            .withCellColumn(cellColumn)
            .withFirstCells(first);
    return Optional.ofNullable(annotations).map(options::withAnnotations).orElse(options);
  }

  private static final class ToOrientation implements ITypeConverter<Orientation> {
    @Override
    public Orientation convert(String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "cells-in-rows" -> Orientation.CELLS_IN_ROWS;
        case "genes-in-rows" -> Orientation.GENES_IN_ROWS;
        default ->
            throw new TypeConversionException(
                "'" + value + "'; expected cells-in-rows or genes-in-rows");
      };
    }
  }
}
