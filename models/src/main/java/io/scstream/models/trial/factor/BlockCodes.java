package io.scstream.models.trial.factor;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Condition;
import io.scstream.models.evaluate.Labels;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Codes of the same cells, block by block, with the cells' conditions as groups. */
public final class BlockCodes {
  private final Map<String, float[][]> blocks;
  private final Labels covariates;
  private final Labels treatments;
  private final Labels doses;
  private final Labels pairs;

  private BlockCodes(Map<String, float[][]> blocks, List<Condition> conditions) {
    this.blocks = blocks;
    this.covariates = labels(conditions, condition -> condition.covariates().toString());
    this.treatments = labels(conditions, BlockCodes::treatments);
    this.doses = labels(conditions, condition -> condition.treatments().toString());
    this.pairs =
        labels(conditions, condition -> condition.covariates() + " " + treatments(condition));
  }

  /**
   * Of blocks [n, ·] by name.
   *
   * @param conditions of the rows, whatever the codes were made with
   */
  public static BlockCodes of(Map<String, float[][]> blocks, List<Condition> conditions) {
    blocks.forEach(
        (name, codes) ->
            checkInput(
                codes.length == conditions.size(),
                "Invalid block %s: %d rows; expected %d",
                name,
                codes.length,
                conditions.size()));
    return new BlockCodes(new LinkedHashMap<>(blocks), conditions);
  }

  private static String treatments(Condition condition) {
    return condition.treatments().stream().map(Condition.Dose::treatment).toList().toString();
  }

  private static Labels labels(List<Condition> conditions, Function<Condition, String> name) {
    return Labels.of(conditions.stream().map(name).toArray(String[]::new));
  }

  /** By name, in the order given. */
  public Map<String, float[][]> blocks() {
    return blocks;
  }

  /**
   * One block.
   *
   * @throws io.scstream.models.ModelException if there is none of this name
   */
  public float[][] block(String name) {
    checkInput(
        blocks.containsKey(name), "Invalid block: %s; expected one of %s", name, blocks.keySet());
    return blocks.getOrDefault(name, new float[0][]);
  }

  /** All blocks side by side, [n, ·]. */
  public float[][] joined() {
    float[][] joined = new float[covariates.cells()][0];
    for (float[][] block : blocks.values()) {
      for (int row = 0; row < joined.length; row++) {
        float[] longer = Arrays.copyOf(joined[row], joined[row].length + block[row].length);
        System.arraycopy(block[row], 0, longer, joined[row].length, block[row].length);
        joined[row] = longer;
      }
    }
    return joined;
  }

  /** Cells with the same covariates. */
  public Labels covariates() {
    return covariates;
  }

  /** Cells with the same treatments at any doses; controls are a group of their own. */
  public Labels treatments() {
    return treatments;
  }

  /** Cells with the same treatments at the same doses. */
  public Labels doses() {
    return doses;
  }

  /** Cells with the same covariates and treatments, at any doses. */
  public Labels pairs() {
    return pairs;
  }
}
