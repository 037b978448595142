package io.scstream.models.gauge;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.spec.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The frame that codes are published in, and how those of one model version are turned into it.
 *
 * @param number of the frame: that of the version which it began with. Embeddings are comparable
 *     under the same number only
 * @param background of the background space
 * @param salient of the salient space
 */
public record Gauge(long number, Rotation background, Rotation salient) {

  /** Checks. */
  public Gauge {
    checkInput(number >= 0, "Invalid gauge: %d; expected 0 or more", number);
  }

  /** The gauge of a version that a frame begins with: its codes are published as they are. */
  public static Gauge first(long number, int backgroundLatent, int salientLatent) {
    return new Gauge(number, Rotation.identity(backgroundLatent), Rotation.identity(salientLatent));
  }

  /** The same for a model of this architecture. */
  public static Gauge first(long number, ModelSpec spec) {
    return first(number, spec.backgroundLatent(), spec.salientWidth());
  }

  /** Whether it is for the codes of such a model. */
  public boolean fits(ModelSpec spec) {
    return background.size() == spec.backgroundLatent() && salient.size() == spec.salientWidth();
  }

  /** The gauge that turns published codes back into those of the model. */
  public Gauge inverse() {
    return new Gauge(number, background.inverse(), salient.inverse());
  }

  /** The panel's codes as this gauge publishes them. */
  public PanelCodes publish(PanelCodes codes) {
    return codes.turned(background, salient);
  }

  /**
   * The gauge of the next model in the same frame: it publishes the panel as near as may be to
   * where it was published before. A space without cells keeps its rotation.
   *
   * @param published the panel's codes under this gauge, or those of an earlier one to hold on to
   * @param codes the panel's codes of the next model, before any rotation
   */
  public Gauge next(PanelCodes published, PanelCodes codes) {
    return new Gauge(
        number,
        next(background, published.background(), codes.background()),
        next(salient, published.salient(), codes.salient()));
  }

  /**
   * The same for several groups of target cells, whose salient spaces are turned each by itself: a
   * code stays 0 outside of its own group's.
   *
   * @param groups of the panel's target cells, row by row, each from 0 to below {@code count}
   * @param count of groups
   */
  public Gauge next(PanelCodes published, PanelCodes codes, List<Integer> groups, int count) {
    if (count == 1) {
      return next(published, codes);
    }
    List<Rotation> blocks = new ArrayList<>();
    for (int group = 0; group < count; group++) {
      blocks.add(
          next(
              salient.block(group, count),
              block(published.salient(), groups, group, count),
              block(codes.salient(), groups, group, count)));
    }
    return new Gauge(
        number,
        next(background, published.background(), codes.background()),
        Rotation.ofBlocks(blocks));
  }

  /**
   * The same for a salient space of one group that falls into blocks, which are turned each by
   * itself: none is mixed with another.
   *
   * @param sizes of the blocks
   */
  public Gauge nextInBlocks(PanelCodes published, PanelCodes codes, List<Integer> sizes) {
    List<Rotation> blocks = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      blocks.add(
          next(
              salient.part(from, size),
              columns(published.salient(), from, size),
              columns(codes.salient(), from, size)));
      from += size;
    }
    return new Gauge(
        number,
        next(background, published.background(), codes.background()),
        Rotation.ofBlocks(blocks));
  }

  private static float[][] columns(float[][] codes, int from, int size) {
    return Arrays.stream(codes)
        .map(code -> Arrays.copyOfRange(code, from, from + size))
        .toArray(float[][]::new);
  }

  private static float[][] block(float[][] codes, List<Integer> groups, int group, int count) {
    return IntStream.range(0, codes.length)
        .filter(row -> groups.get(row) == group)
        .mapToObj(
            row -> {
              int size = codes[row].length / count;
              return Arrays.copyOfRange(codes[row], group * size, (group + 1) * size);
            })
        .toArray(float[][]::new);
  }

  private static Rotation next(Rotation before, float[][] published, float[][] codes) {
    return published.length == 0 && codes.length == 0 ? before : Procrustes.align(codes, published);
  }
}
