package io.scstream.cli;

import io.scstream.ingest.GeneJoin;
import io.scstream.ingest.IngestOptions;
import io.scstream.ingest.ObsMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How the cells of files become a dataset. */
final class CellOptions {
  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "Name of the dataset; by default that of the only file.")
  private @Nullable String dataset;

  @Option(
      names = "--obs",
      paramLabel = "KEY=COLUMN[,...]",
      description = {
        "Which annotation says what; keys: role, covariate (repeatable), treatment, dose, donor,"
            + " batch, library-size.",
        "Column @file is the file's name; role=@background and role=@target hold for all cells."
      })
  private List<String> obs = new ArrayList<>();

  @Option(
      names = "--background",
      split = ",",
      paramLabel = "VALUE",
      description = "Values of the role column that mean background; all others are target.")
  private List<String> background = new ArrayList<>();

  @Option(
      names = "--control",
      split = ",",
      paramLabel = "VALUE",
      description = "Values of the treatment column that mean none (those of --background).")
  private List<String> controls = new ArrayList<>();

  @Option(
      names = "--treatment-separator",
      paramLabel = "TEXT",
      description = "Stands between combined treatments and doses (${DEFAULT-VALUE}).")
  private String treatmentSeparator = "+";

  @Option(
      names = "--genes",
      paramLabel = "JOIN",
      converter = ToGeneJoin.class,
      description = "Genes of several files: inner keeps those of all, outer those of any (inner).")
  private GeneJoin genes = GeneJoin.INNER;

  @Option(
      names = "--prefix-ids",
      description = "Put the file's name and a colon before each cell id.")
  private boolean prefixIds;

  IngestOptions options(String topic) {
    return options(topic, List.of());
  }

  /** With further annotations as covariates. */
  IngestOptions options(String topic, List<String> columns) {
    List<String> all = new ArrayList<>(obs);
    columns.forEach(column -> all.add("covariate=" + column));
    return new IngestOptions(
        Optional.ofNullable(dataset),
        topic,
        ObsMapping.parse(all),
        background,
        controls,
        treatmentSeparator,
        genes,
        prefixIds ? IngestOptions.CellIds.PREFIXED_BY_FILE : IngestOptions.CellIds.AS_THEY_ARE);
  }

  private static final class ToGeneJoin implements ITypeConverter<GeneJoin> {
    @Override
    public GeneJoin convert(String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "inner" -> GeneJoin.INNER;
        case "outer" -> GeneJoin.OUTER;
        default -> throw new TypeConversionException("'" + value + "'; expected inner or outer");
      };
    }
  }
}
