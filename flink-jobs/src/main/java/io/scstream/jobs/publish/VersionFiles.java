package io.scstream.jobs.publish;

import io.scstream.schema.GeneSpaceRecord;
import java.nio.charset.StandardCharsets;

/** The files of a model version. */
public final class VersionFiles {
  /** All that embedding needs. */
  public static final String WEIGHTS = "model.safetensors";

  /** What going on with the training needs besides. */
  public static final String OPTIMIZER = "optimizer.safetensors";

  /** Gene id and name, a line each, in column order. */
  public static final String GENES = "genes.tsv";

  /** Some cells of the reference and their codes, for whoever loads the weights to compare with. */
  public static final String CANARY = "canary.safetensors";

  /** How the codes that the weights give are turned; without it they are published as they are. */
  public static final String GAUGE = "gauge.safetensors";

  private VersionFiles() {}

  /** The content of {@link #GENES}. */
  public static byte[] genes(GeneSpaceRecord space) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < space.getGeneIds().size(); i++) {
      String id = space.getGeneIds().get(i);
      String name = space.getGeneNames().isEmpty() ? id : space.getGeneNames().get(i);
      lines.append(id).append('\t').append(name).append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }
}
