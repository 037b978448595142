package io.scstream.jobs.publish;

import io.scstream.schema.GeneSpaceRecord;
import io.scstream.store.StoreException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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

  /** From raw counts to published codes, for programs that run ONNX. */
  public static final String ENCODER = "encoder.onnx";

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

  /**
   * The gene ids of {@link #GENES}, in column order.
   *
   * @throws StoreException of category CORRUPT if it is not UTF-8, a line has no tab, or an id is
   *     empty or there twice
   */
  public static List<String> geneIds(byte[] genes) {
    String text = text(genes);
    if (!text.endsWith("\n")) {
      throw corrupt("no line, or the last one without its end; expected a line for each gene");
    }
    Set<String> ids = new LinkedHashSet<>();
    for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
      int tab = line.indexOf('\t');
      if (tab < 1 || !ids.add(line.substring(0, tab))) {
        throw corrupt("line " + (ids.size() + 1) + "; expected a new id, a tab and a name");
      }
    }
    return List.copyOf(ids);
  }

  private static String text(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw corrupt("no text (" + e + "); expected UTF-8");
    }
  }

  private static StoreException corrupt(String problem) {
    return new StoreException(StoreException.Category.CORRUPT, "Invalid " + GENES + ": " + problem);
  }
}
