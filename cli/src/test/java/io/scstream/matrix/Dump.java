package io.scstream.matrix;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints a count file as text, to be compared with other readers: cell ids, gene ids, then one line
 * {@code cell gene count} for each entry. Arguments: the file, then options as {@code name=value}.
 */
final class Dump {
  private Dump() {}

  public static void main(String[] arguments) {
    ReadOptions options = ReadOptions.defaults();
    for (int i = 1; i < arguments.length; i++) {
      options = with(options, arguments[i]);
    }
    try (CountMatrix matrix = CountMatrices.open(Path.of(arguments[0]), options)) {
      StringBuilder out = new StringBuilder();
      line(out, "cells", matrix.cellIds());
      line(out, "genes", matrix.geneIds());
      for (String column : matrix.obsColumns()) {
        line(out, "obs " + column, matrix.requiredObs(column));
      }
      System.out.print(out);
      try (Rows rows = matrix.rows()) {
        rows.forEachRemaining(block -> print(block));
      }
      System.out.flush();
    } catch (MatrixException e) {
      System.out.println("refused\t" + e.category() + "\t" + e.getMessage());
    }
  }

  private static ReadOptions with(ReadOptions options, String argument) {
    String value = argument.substring(argument.indexOf('=') + 1);
    return switch (argument.substring(0, argument.indexOf('='))) {
      case "layer" -> options.withLayer(value);
      case "genome" -> options.withGenome(value);
      case "feature-type" -> options.withFeatureTypes(value);
      case "orientation" -> options.withOrientation(Orientation.valueOf(value));
      case "memory-entries" -> options.withMemoryEntries(Integer.parseInt(value));
      default -> throw new IllegalArgumentException("Unknown option: " + argument);
    };
  }

  private static void line(StringBuilder out, String name, List<String> values) {
    List<String> fields = new ArrayList<>(List.of(name));
    fields.addAll(values);
    out.append(String.join("\t", fields)).append('\n');
  }

  private static void print(CsrBlock block) {
    StringBuilder out = new StringBuilder();
    for (int cell = 0; cell < block.cells(); cell++) {
      for (int i = block.indptr()[cell]; i < block.indptr()[cell + 1]; i++) {
        out.append(block.firstCell() + cell).append('\t');
        out.append(block.indices()[i]).append('\t').append(block.counts()[i]).append('\n');
      }
    }
    System.out.print(out);
  }
}
