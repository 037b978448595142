package io.scstream.models.evaluate;

import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;

/** The groups of cells: of each cell the rank of its label among the labels that occur. */
public final class Labels {

  private final int[] groups;
  private final int[] sizes;

  private Labels(int[] groups, int[] sizes) {
    this.groups = groups;
    this.sizes = sizes;
  }

  /** Cells with equal numbers form a group. */
  public static Labels of(int[] labels) {
    int[] distinct = Arrays.stream(labels).sorted().distinct().toArray();
    int[] groups =
        Arrays.stream(labels).map(label -> Arrays.binarySearch(distinct, label)).toArray();
    return counted(groups, distinct.length);
  }

  /** Cells with equal names form a group. */
  public static Labels of(String[] labels) {
    String[] distinct = Arrays.stream(labels).sorted().distinct().toArray(String[]::new);
    int[] groups =
        Arrays.stream(labels).mapToInt(label -> Arrays.binarySearch(distinct, label)).toArray();
    return counted(groups, distinct.length);
  }

  private static Labels counted(int[] groups, int count) {
    checkInput(groups.length > 0, "Invalid labels: none; expected one or more");
    int[] sizes = new int[count];
    for (int group : groups) {
      sizes[group]++;
    }
    return new Labels(groups, sizes);
  }

  /** Cells. */
  public int cells() {
    return groups.length;
  }

  /** How many different labels occur. */
  public int count() {
    return sizes.length;
  }

  /** From 0 to below {@link #count}. */
  public int group(int cell) {
    return groups[cell];
  }

  /** Cells of a group. */
  public int size(int group) {
    return sizes[group];
  }

  /** Refuses codes of other cells. */
  public void checkCells(float[][] codes) {
    checkInput(
        codes.length == groups.length,
        "Invalid labels: %d for %d cells; expected one each",
        groups.length,
        codes.length);
  }

  /** The cells of a group, in order. */
  public int[] cells(int group) {
    int[] cells = new int[sizes[group]];
    int next = 0;
    for (int cell = 0; cell < groups.length; cell++) {
      if (groups[cell] == group) {
        cells[next++] = cell;
      }
    }
    return cells;
  }

  /** In nats, of the shares of the groups. */
  public double entropy() {
    double entropy = 0;
    for (int size : sizes) {
      double share = (double) size / groups.length;
      entropy -= share * Math.log(share);
    }
    return entropy;
  }
}
