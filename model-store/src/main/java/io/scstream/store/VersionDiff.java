package io.scstream.store;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * How one version differs from another.
 *
 * @param config settings that differ, by key
 * @param metrics metrics that differ, by name
 * @param weights every tensor of {@code model.safetensors}, by name
 * @param isComparable whether published codes are in the same frame: both of one gauge, within a
 *     lineage and its forks
 * @param moved how far codes of the same cells moved, by block; without a block where no cell is in
 *     both canaries, or where the codes cannot be compared
 */
public record VersionDiff(
    ModelVersion from,
    ModelVersion to,
    SortedMap<String, Text> config,
    SortedMap<String, Metric> metrics,
    SortedMap<String, Weight> weights,
    boolean isComparable,
    SortedMap<String, Movement> moved) {

  public VersionDiff {
    config = Copies.of(config);
    metrics = Copies.of(metrics);
    weights = Copies.of(weights);
    moved = Copies.of(moved);
  }

  /** A setting here and there; null where it is not. */
  public record Text(@Nullable String from, @Nullable String to) {}

  /** A metric here and there; null where it is not. */
  public record Metric(@Nullable Double from, @Nullable Double to) {}

  /** What became of a tensor. */
  public enum Fate {
    /** The same bytes. */
    SAME,
    /** Other values. */
    CHANGED,
    /** Another type or shape. */
    RESHAPED,
    /** Only in the later version. */
    ADDED,
    /** Only in the earlier one. */
    REMOVED
  }

  /**
   * One tensor.
   *
   * @param shape in the later version, or where it is
   * @param largest absolute difference of a value; null unless the values can be compared
   * @param relative Euclidean length of the difference as a share of that of the earlier tensor;
   *     null unless the values can be compared, or where the earlier one is 0
   */
  public record Weight(
      Fate fate,
      String dtype,
      List<Long> shape,
      @Nullable Double largest,
      @Nullable Double relative) {

    public Weight {
      shape = List.copyOf(shape);
    }
  }

  /**
   * How far published codes moved.
   *
   * @param cells that are in both canaries
   * @param mean distance that a cell moved
   * @param largest distance that a cell moved
   * @param share the mean distance as a share of the mean distance of the earlier codes from their
   *     centre; null where they have none
   */
  public record Movement(int cells, double mean, double largest, @Nullable Double share) {}

  /**
   * Compares two published versions.
   *
   * @throws StoreException NOT_FOUND if one is not there, CORRUPT if a file is not what it should
   *     be
   */
  public static VersionDiff of(ModelStore store, VersionRef from, VersionRef to) {
    return new Comparison(store, find(store, from), find(store, to)).diff();
  }

  private static ModelManifest find(ModelStore store, VersionRef ref) {
    Optional<ModelManifest> manifest = store.find(ref);
    return manifest.orElseThrow(
        () ->
            new StoreException(
                StoreException.Category.NOT_FOUND,
                "Version " + ref + " is not in the store; expected a published version"));
  }
}
