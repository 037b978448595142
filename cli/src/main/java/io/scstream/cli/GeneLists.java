package io.scstream.cli;

import io.scstream.schema.GeneSpaceRecord;
import io.scstream.schema.cells.GeneSpaceId;
import io.scstream.store.StoreException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists of genes as text: a gene a line, its id first, separated by a tab from what is said of it.
 */
final class GeneLists {
  private GeneLists() {}

  /** A gene space: ids in column order, and names where any line has one. */
  static GeneSpaceRecord space(Path file) {
    List<String> ids = new ArrayList<>();
    List<String> names = new ArrayList<>();
    boolean areNamed = false;
    for (Line line : lines(file)) {
      ids.add(line.gene);
      names.add(line.rest.isEmpty() ? line.gene : line.rest);
      areNamed |= !line.rest.isEmpty();
    }
    return GeneSpaceId.describe(ids, areNamed ? names : List.of());
  }

  /** A number for each gene. */
  static Map<String, Double> numbers(Path file) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (Line line : lines(file)) {
      if (numbers.put(line.gene, number(file, line)) != null) {
        throw invalid(file, line.number, "gene " + line.gene + " again", "every gene once");
      }
    }
    return numbers;
  }

  private static double number(Path file, Line line) {
    try {
      return Double.parseDouble(line.rest);
    } catch (NumberFormatException e) {
      throw invalid(file, line.number, "'" + line.rest + "'", "a number after the tab");
    }
  }

  private record Line(int number, String gene, String rest) {}

  private static List<Line> lines(Path file) {
    List<Line> lines = new ArrayList<>();
    try {
      for (String text : Files.readAllLines(file)) {
        int tab = text.indexOf('\t');
        Line line =
            new Line(
                lines.size() + 1,
                (tab < 0 ? text : text.substring(0, tab)).strip(),
                tab < 0 ? "" : text.substring(tab + 1).strip());
        if (line.gene.isEmpty()) {
          throw invalid(file, line.number, "no gene", "a gene id in every line");
        }
        lines.add(line);
      }
    } catch (NoSuchFileException e) {
      throw badInput("No file " + file + "; expected a list of genes");
    } catch (MalformedInputException e) {
      throw badInput("Cannot read " + file + ": no text; expected UTF-8");
    } catch (IOException e) {
      throw badInput("Cannot read " + file + ": " + e);
    }
    return lines;
  }

  private static StoreException badInput(String message) {
    return new StoreException(StoreException.Category.BAD_INPUT, message);
  }

  private static StoreException invalid(Path file, int line, String found, String expected) {
    return badInput(
        "Invalid line " + line + " of " + file + ": " + found + "; expected " + expected);
  }
}
