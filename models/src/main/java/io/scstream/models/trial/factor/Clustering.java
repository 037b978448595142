package io.scstream.models.trial.factor;

import io.scstream.models.evaluate.Labels;
import io.scstream.models.evaluate.cluster.BlockAgreement;
import io.scstream.models.evaluate.cluster.ClusterAgreement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far clusters of each block agree with covariates, treatments and both.
 *
 * @param kMeans with as many clusters as there are labels
 * @param leiden with the clusters of the Leiden algorithm at resolution 1
 */
public record Clustering(Map<String, Row> kMeans, Map<String, Row> leiden) {

  /** Copies. */
  public Clustering {
    kMeans = Map.copyOf(kMeans);
    leiden = Map.copyOf(leiden);
  }

  /** The agreement of one block's k-means clusters. */
  public Row kMeans(String block) {
    return Optional.ofNullable(kMeans.get(block)).orElseThrow();
  }

  /** The agreement of one block's Leiden clusters. */
  public Row leiden(String block) {
    return Optional.ofNullable(leiden.get(block)).orElseThrow();
  }

  /** One block's agreement with each kind of label. */
  public record Row(
      ClusterAgreement covariates, ClusterAgreement treatments, ClusterAgreement both) {}

  /** Of every block. */
  public static Clustering of(BlockCodes codes, long seed) {
    Map<String, Row> kMeans = new LinkedHashMap<>();
    Map<String, Row> leiden = new LinkedHashMap<>();
    List<Labels> kinds = List.of(codes.covariates(), codes.treatments(), codes.pairs());
    codes
        .blocks()
        .forEach(
            (name, block) -> {
              BlockAgreement agreement = BlockAgreement.of(block, seed);
              kMeans.put(name, row(kinds.stream().map(agreement::kMeans).toList()));
              leiden.put(name, row(agreement.leiden(kinds)));
            });
    return new Clustering(kMeans, leiden);
  }

  private static Row row(List<ClusterAgreement> kinds) {
    return new Row(kinds.get(0), kinds.get(1), kinds.get(2));
  }
}
