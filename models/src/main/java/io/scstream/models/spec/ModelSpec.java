package io.scstream.models.spec;

import io.scstream.models.data.Cell;
import java.util.List;

/** What to build: one model family's architecture, as plain checked data. */
public sealed interface ModelSpec permits ContrastiveVaeSpec, ReferenceVaeSpec, FactorizedSpec {

  /** The number of genes that the model reads and predicts. */
  int genes();

  /** Dimensions of the background code. */
  int backgroundLatent();

  /** Dimensions of the salient code of one group. */
  int salientLatent();

  /** The groups of target cells, each with a salient space of its own. */
  default Groups groups() {
    return Groups.ONE;
  }

  /** Dimensions of the salient codes of all groups side by side, as they are published. */
  default int salientWidth() {
    return Math.multiplyExact(groups().count(), salientLatent());
  }

  /** The covariates whose values cells are to carry; none for a model that reads no labels. */
  default List<String> covariates() {
    return List.of();
  }

  /**
   * The sizes of the blocks that a group's salient code falls into, which are turned each by
   * itself; they sum to {@link #salientLatent()}.
   */
  default List<Integer> salientBlocks() {
    return List.of(salientLatent());
  }

  /** The names of those blocks behind that of the background block; empty where they have none. */
  default List<String> blockNames() {
    return List.of();
  }

  /** The same, knowing the labels of these cells too; another one if it did not know them all. */
  default ModelSpec knowing(List<Cell> cells) {
    return this;
  }

  /** The same as it was before it knew any label of cells. */
  default ModelSpec atFirst() {
    return this;
  }

  /** The same architecture for another number of genes. */
  ModelSpec withGenes(int genes);

  /** Calls the case of this family. A new family does not compile until every caller handles it. */
  <R> R match(Cases<R> cases);

  /** One function for each family. */
  interface Cases<R> {
    R contrastiveVae(ContrastiveVaeSpec spec);

    R referenceVae(ReferenceVaeSpec spec);

    R factorized(FactorizedSpec spec);
  }
}
