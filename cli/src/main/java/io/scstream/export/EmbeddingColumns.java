package io.scstream.export;

import io.scstream.matrix.EmbeddingTable;
import io.scstream.schema.CodeBlock;
import io.scstream.schema.EmbeddingRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The columns of the file. */
final class EmbeddingColumns {
  private final List<EmbeddingRecord> rows;

  EmbeddingColumns(List<EmbeddingRecord> rows) {
    this.rows = rows;
  }

  EmbeddingTable table() {
    EmbeddingTable.Builder table = EmbeddingTable.of(cellIds());
    obs(table);
    table.embedding("X_background", matrix(EmbeddingRecord::getBackgroundMean));
    table.embedding("X_salient", matrix(EmbeddingRecord::getSalientMean));
    table.embedding("X_background_log_variance", matrix(EmbeddingRecord::getBackgroundLogVariance));
    table.embedding("X_salient_log_variance", matrix(EmbeddingRecord::getSalientLogVariance));
    blocks(table);
    EmbeddingRecord newest =
        rows.stream().max((a, b) -> Long.compare(a.getVersion(), b.getVersion())).orElseThrow();
    table.provenance("model", newest.getLineage());
    table.provenance("version", newest.getVersion());
    table.provenance("model_sha256", newest.getModelSha256());
    table.provenance("gauge", newest.getGauge());
    return table.build();
  }

  /** Named parts of codes, where all rows have the same. */
  private void blocks(EmbeddingTable.Builder table) {
    List<List<CodeBlock>> all = rows.stream().map(EmbeddingRecord::getBlocks).distinct().toList();
    if (all.size() != 1) {
      return;
    }
    int from = 0;
    for (CodeBlock block : all.get(0)) {
      int first = from;
      from += block.getSize();
      int end = from;
      table.embedding("X_" + block.getName(), matrix(row -> joined(row).subList(first, end)));
    }
  }

  private static List<Float> joined(EmbeddingRecord row) {
    List<Float> joined = new ArrayList<>(row.getBackgroundMean());
    joined.addAll(row.getSalientMean());
    return joined;
  }

  private void obs(EmbeddingTable.Builder table) {
    table.obs("dataset", texts(EmbeddingRecord::getDataset));
    table.obs("batch", texts(EmbeddingRecord::getBatch));
    table.obs("role", texts(row -> row.getRole().name().toLowerCase(Locale.ROOT)));
    table.obs("treatment", texts(EmbeddingColumns::treatment));
    table.obs("donor", texts(row -> row.getDonor() == null ? "" : row.getDonor()));
    table.obs("held_out", texts(row -> String.valueOf(row.getHeldOut())));
    table.obs("library_size", numbers(EmbeddingRecord::getLibrarySize));
    table.obs("model_version", numbers(row -> (double) row.getVersion()));
    table.obs("gauge", numbers(row -> (double) row.getGauge()));
    TreeSet<String> covariates = new TreeSet<>();
    rows.forEach(row -> covariates.addAll(row.getCovariates().keySet()));
    covariates.forEach(
        name -> table.obs(name, texts(row -> row.getCovariates().getOrDefault(name, ""))));
  }

  /** Ids are unique inside a dataset; where several are mixed the dataset comes first. */
  private List<String> cellIds() {
    boolean single = rows.stream().map(EmbeddingRecord::getDataset).distinct().count() == 1;
    return texts(row -> single ? row.getCellId() : row.getDataset() + "|" + row.getCellId());
  }

  private static String treatment(EmbeddingRecord row) {
    return row.getTreatments().stream()
        .map(treatment -> treatment.getName())
        .collect(Collectors.joining("+"));
  }

  private List<String> texts(Function<EmbeddingRecord, String> column) {
    return rows.stream().map(column).toList();
  }

  private double[] numbers(ToDoubleFunction<EmbeddingRecord> column) {
    return rows.stream().mapToDouble(column).toArray();
  }

  private float[][] matrix(Function<EmbeddingRecord, List<Float>> code) {
    float[][] matrix = new float[rows.size()][];
    for (int row = 0; row < matrix.length; row++) {
      List<Float> values = code.apply(rows.get(row));
      matrix[row] = new float[values.size()];
      for (int i = 0; i < values.size(); i++) {
        matrix[row][i] = values.get(i);
      }
    }
    return matrix;
  }
}
