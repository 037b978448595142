package io.scstream.jobs.operator;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.Role;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.spec.Groups;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.stream.Arrival;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.ChunkBuilder;
import io.scstream.schema.cells.LittleEndian;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a model sees of a chunk. */
public final class ChunkCells {
  private ChunkCells() {}

  /** The identity of a cell everywhere outside of its dataset. */
  public static String cellKey(String dataset, String cell) {
    return dataset + "|" + cell;
  }

  /** Ids of the cells without a single count. */
  public static List<String> emptyCells(CellChunkRecord chunk) {
    int[] indptr = LittleEndian.ints(chunk.getIndptr());
    return IntStream.range(0, chunk.getCellIds().size())
        .filter(cell -> indptr[cell] == indptr[cell + 1])
        .mapToObj(chunk.getCellIds()::get)
        .toList();
  }

  /** The other cells, in the order of the chunk. */
  public static List<CellContent> countedCells(CellChunkRecord chunk) {
    return ChunkBuilder.cellsOf(chunk).stream().filter(cell -> cell.nonZeros() > 0).toList();
  }

  /** Of these the target cells that are in none of the groups; no chunk is read without names. */
  public static List<CellContent> strangers(CellChunkRecord chunk, Groups groups) {
    if (groups.names().isEmpty()) {
      return List.of();
    }
    return countedCells(chunk).stream()
        .filter(cell -> CellGroups.number(cell, groups).isEmpty())
        .toList();
  }

  /**
   * Cells of a chunk that carry counts and are not {@link #strangers}, in the order of a
   * minibatch's rows.
   */
  public static List<CellContent> embeddableCells(CellChunkRecord chunk, Groups groups) {
    return countedCells(chunk).stream()
        .filter(cell -> CellGroups.number(cell, groups).isPresent())
        .sorted(
            Comparator.comparing(CellContent::role)
                .thenComparing(cell -> CellGroups.number(cell, groups).orElseThrow()))
        .toList();
  }

  /** A cell as models take it, which is no stranger. */
  public static Cell modelCell(String dataset, CellContent cell, Groups groups) {
    return Cell.of(
            cellKey(dataset, cell.id()),
            cell.role() == io.scstream.schema.Role.BACKGROUND ? Role.BACKGROUND : Role.TARGET,
            cell.librarySize(),
            cell.genes(),
            cell.counts())
        .inGroup(CellGroups.number(cell, groups).orElseThrow());
  }

  /** The same for a model that reads labels, if it does. */
  public static Cell modelCell(String dataset, CellContent cell, ModelSpec spec) {
    return labelled(modelCell(dataset, cell, spec.groups()), cell, spec.covariates());
  }

  /** With the values of these covariates and its treatments; as it is if there are none to read. */
  private static Cell labelled(Cell cell, CellContent content, List<String> covariates) {
    if (covariates.isEmpty()) {
      return cell;
    }
    SortedMap<String, String> values = new TreeMap<>();
    for (String covariate : covariates) {
      String value = content.annotations().covariates().get(covariate);
      if (value != null) {
        values.put(covariate, value);
      }
    }
    Condition control = Condition.of(values);
    return cell.under(
        cell.role() == Role.BACKGROUND
            ? control
            : new Condition(
                values,
                content.annotations().treatments().stream()
                    .map(it -> new Condition.Dose(it.getName(), it.getDose()))
                    .toList()));
  }

  /**
   * The cells of a chunk that carry counts and are no strangers, each in its stratum: role,
   * covariates, treatment.
   */
  public static List<Arrival> arrivals(
      CellChunkRecord chunk, List<String> strataCovariates, Groups groups) {
    return arrivals(chunk, new Told(strataCovariates, groups, "", List.of()));
  }

  /** The same as a model takes them, with the labels that it reads. */
  public static List<Arrival> arrivals(CellChunkRecord chunk, ModelSpec spec) {
    return arrivals(chunk, new Told(List.of(), spec.groups(), "", spec.covariates()));
  }

  /**
   * What is told of every cell.
   *
   * @param strataCovariates by which the memory is divided
   * @param label the covariate that is the label of a cell; empty: its treatment
   * @param read covariates that the model reads; they divide the memory too
   */
  record Told(List<String> strataCovariates, Groups groups, String label, List<String> read) {}

  /** The same with labels. */
  static List<Arrival> arrivals(CellChunkRecord chunk, Told told) {
    Groups groups = told.groups;
    Set<String> covariates = new LinkedHashSet<>(told.strataCovariates);
    covariates.addAll(told.read);
    if (!groups.names().isEmpty() && !groups.by().equals(CellGroups.BY_TREATMENT)) {
      covariates.add(groups.by()); // every group keeps its share of the memory
    }
    return countedCells(chunk).stream()
        .filter(cell -> CellGroups.number(cell, groups).isPresent())
        .map(
            cell ->
                new Arrival(
                    new RememberedCell(
                        labelled(modelCell(chunk.getDataset(), cell, groups), cell, told.read),
                        stratum(cell, covariates)),
                    cell.annotations().donor(),
                    label(cell, told.label)))
        .toList();
  }

  private static Optional<String> label(CellContent cell, String covariate) {
    String label =
        covariate.isEmpty()
            ? CellGroups.treatment(cell)
            : cell.annotations().covariates().getOrDefault(covariate, "");
    return Optional.of(label).filter(it -> !it.isEmpty());
  }

  private static String stratum(CellContent cell, Set<String> covariates) {
    String values =
        covariates.stream()
            .map(name -> cell.annotations().covariates().getOrDefault(name, ""))
            .collect(Collectors.joining("|"));
    return cell.role() + "|" + values + "|" + CellGroups.treatment(cell);
  }
}
