package io.scstream.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.AggregateWith;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real data sets against the check values that came with them. Skipped where they are absent; the
 * folder is given by the system property {@code scstream.data}.
 */
final class SharedDataTest {

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kang_pbmc_ifnb/kang_pbmc_ifnb.h5ad                                 | X             | 1975  | 6998  | 643449  | 2156428  | 2407 | 1391  | 954
          kang_pbmc_donors/kang_pbmc_donors.h5ad                             | counts        | 1556  | 1267  | 585251  | 2338396  | 1891 | 715   | 3986
          kang_pbmc_10x_two_samples/ctrl                                     | X             | 1000  | 9015  | 558407  | 1475025  | 1722 | 2762  | 1035
          kang_pbmc_10x_two_samples/stim                                     | X             | 1000  | 9015  | 571399  | 1606802  | 2950 | 1070  | 5533
          onek1k_subset/onek1k_subset.h5ad                                   | X             | 7811  | 1000  | 889623  | 5527545  | 1043 | 255   | 462
          pbmc_facs/pbmc_facs.h5ad                                           | X             | 3874  | 16791 | 2767251 | 7675054  | 135  | 1784  | 2294
          perturb_cell_lines/perturb_cell_lines.h5ad                         | layers/counts | 5961  | 500   | 211790  | 936664   | 755  | 206   | 213
          sc_mixology/sc_mixology_combined.h5ad                              | X             | 1408  | 3000  | 3296490 | 25251266 | 2973 | 10563 | 37051
          sc_mixology/original_csv/sc_celseq2.count.csv.gz                   | X             | 274   | 28204 | 1954979 | 10321416 | 2973 | 16430 | 43969
          sc_mixology/original_csv/sc_dropseq.count.csv.gz                   | X             | 225   | 15127 | 1290921 | 5830998  | 2324 | 73523 | 8484
          papalexi_thp1_crispr/matrix                                        | X             | 20729 | 409   | 1552807 | 8919728  | 3506 | 677   | 997
          format_fixtures/10x_v2/filtered_gene_bc_matrices_h5.h5             | X             | 12    | 343   | 12      | 12       | 1    | 1     | 1
          format_fixtures/10x_v2/filtered_gene_bc_matrices/hg19_chr21        | X             | 12    | 343   | 12      | 12       | 1    | 1     | 1
          format_fixtures/10x_v3/filtered_feature_bc_matrix.h5               | X             | 1107  | 507   | 23866   | 41549    | 36   | 36    | 34
          format_fixtures/10x_v3/filtered_feature_bc_matrix                  | X             | 1107  | 507   | 23866   | 41549    | 36   | 36    | 34
          format_fixtures/anndata_archives/v0.7.0/adata.h5ad                 | X             | 30    | 20    | 228     | 285      | 4    | 4     | 8
          format_fixtures/anndata_archives/v0.7.8/adata.h5ad                 | X             | 30    | 20    | 239     | 302      | 4    | 13    | 5
          format_fixtures/anndata_archives/v0.7.8/adata.h5ad                 | raw           | 30    | 40    | 453     | 568      | 3    | 18    | 17
          format_fixtures/scvi/TM_droplet_mat.h5ad                           | X             | 47    | 10    | 470     | 633      | 5    | 18    | 12
          format_fixtures/scvi/pbmc_5k_protein_v3.h5ad                       | X             | 200   | 16581 | 387353  | 1351231  | 744  | 7359  | 5985
          format_fixtures/loom/mouseBrain_toy.loom                           | X             | 200   | 862   | 33625   | 126583   | 421  | 509   | 611
          """)
  void matchesItsCheckValues(
      String name, String layer, @AggregateWith(Totals.Aggregator.class) Totals expected) {
    ReadOptions options =
        ReadOptions.defaults()
            .withLayer(layer)
            .withOrientation(Orientation.GENES_IN_ROWS)
            .withMemoryEntries(100_000);
    assertThat(Totals.of(dataSet(name), options)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kang_pbmc_ifnb/valid_pbmc.h5ad                            | X   | invalid count at X/data[0]: 0.8959911465644836; expected a raw count, a whole number from 0 to 2147483647
          perturb_cell_lines/devel.h5ad                             | X   | invalid count at X/data[0]: 0.4095905612334613; expected a raw count, a whole number from 0 to 2147483647
          perturb_cell_lines/perturb_cell_lines.h5ad                | X   | invalid count at X/data[0]: 0.40959057211875916; expected a raw count, a whole number from 0 to 2147483647; other layers of this file: [layers/counts]
          kang_pbmc_donors/kang_pbmc_donors.h5ad                    | X   | invalid count at X/data[0]: 2.379539728164673; expected a raw count, a whole number from 0 to 2147483647; other layers of this file: [layers/counts]
          format_fixtures/scanpy/10x_pbmc68k_reduced.h5ad           | X   | invalid count at X[0, 0]: -0.32600000500679016; expected a raw count, a whole number from 0 to 2147483647; other layers of this file: [raw]
          format_fixtures/scanpy/10x_pbmc68k_reduced.h5ad           | raw | invalid count at raw/X/data[0]: 2.177000045776367; expected a raw count, a whole number from 0 to 2147483647; other layers of this file: [X]
          format_fixtures/anndata_archives/v0.5.0/adata.h5ad        | X   | invalid count at X[0, 0]: -0.32600000500679016; expected a raw count, a whole number from 0 to 2147483647; other layers of this file: [raw]
          format_fixtures/anndata_archives/v0.5.0/adata.h5ad        | raw | invalid count at raw.X/data[0]: 2.177000045776367; expected a raw count, a whole number from 0 to 2147483647; other layers of this file: [X]
          format_fixtures/anndata_archives/v0.11.4/adata.h5ad       | X   | invalid layer: X is absent; expected a file with counts: this one holds no matrix
          format_fixtures/zellkonverter/krumsiek11_augmented_v0-8.h5ad | X | invalid count at X[0, 0]: 0.8032000064849854; expected a raw count, a whole number from 0 to 2147483647
          format_fixtures/anndata_archives/v0.7.8/adata.zarr.zip    | X   | unsupported format: Zarr; expected h5ad, 10x HDF5, a 10x directory, loom, or a delimited table; convert, for example with anndata's write_h5ad
          format_fixtures/anndata_archives/v0.11.4/adata.zarr.zip   | X   | unsupported format: Zarr; expected h5ad, 10x HDF5, a 10x directory, loom, or a delimited table; convert, for example with anndata's write_h5ad
          format_fixtures/10x_v2/multiple_genomes.h5                | X   | invalid genome: not chosen; expected one of [another_genome, hg19_chr21], which this file holds
          """)
  void isRefusedWithItsReason(String name, String layer, String problem) {
    Path path = dataSet(name);
    assertThatThrownBy(() -> Refusal.readAll(path, ReadOptions.defaults().withLayer(layer)))
        .isInstanceOf(MatrixException.class)
        .hasMessage(path + ": " + problem);
  }

  @Test
  void keepsGenesAndGuidesApart() {
    Path path = dataSet("papalexi_thp1_crispr/matrix");
    ReadOptions genes =
        ReadOptions.defaults()
            .withFeatureTypes("Gene Expression")
            .withAnnotations(dataSet("papalexi_thp1_crispr/cells.csv.gz"));
    assertThat(Totals.of(path, genes))
        .isEqualTo(new Totals(20_729, 299, 1_390_126, 4_299_765, 278, 212, 238));
    ReadOptions guides = ReadOptions.defaults().withFeatureTypes("CRISPR Guide Capture");
    assertThat(Totals.of(path, guides))
        .isEqualTo(new Totals(20_729, 110, 162_681, 4_619_963, 3506, 465, 759));
    try (CountMatrix matrix = CountMatrices.open(path, genes)) {
      assertThat(matrix.requiredObs("target").stream().filter("non-targeting"::equals))
          .hasSize(2386);
    }
  }

  private static Path dataSet(String name) {
    return SharedData.path(name);
  }
}
