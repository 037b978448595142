package io.scstream.response;

import io.scstream.models.factorized.Backing;
import io.scstream.models.factorized.Response;
import io.scstream.store.ModelVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a version answers to a question, by the names under which it is written and sent.
 *
 * @param genes in the order of the response
 * @param cells that were asked
 */
public record Answer(ModelVersion version, List<String> genes, int cells, Response response) {
  private static final int MOVED_MOST = 200;

  /** Copies. */
  public Answer {
    genes = List.copyOf(genes);
  }

  /** What kind of answer it is, such as {@code treatment-new}. */
  public String support() {
    return response.backing().word().label();
  }

  /** What the answer rests on. */
  public Map<String, Object> facts() {
    Backing backing = response.backing();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("version", version.toString());
    facts.put("cells", cells);
    facts.put("support", support());
    facts.put("covariate_cells", backing.covariateCells());
    facts.put("control_cells", backing.controlCells());
    facts.put("treatment_cells", backing.treatmentCells());
    facts.put("pair_cells", backing.pairCells());
    facts.put("pair_share", backing.pairShare());
    facts.put("treatment_share", backing.treatmentShare());
    facts.put("interaction_share", response.interactionShare(MOVED_MOST));
    return facts;
  }

  /** A number for each gene; the arrays are not to be written to. */
  public Map<String, double[]> byGene() {
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("control_mean", response.control());
    columns.put("mean", response.mean());
    columns.put("variance", response.variance());
    columns.put("effect", response.effect());
    columns.put("main_effect", response.mainEffect());
    columns.put("interaction_effect", response.interactionEffect());
    columns.put("effect_spread", response.spread());
    columns.put("moved_share", response.moved());
    return columns;
  }
}
