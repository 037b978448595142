package io.scstream.models.drift.signal;

import static io.scstream.models.ModelException.checkInput;

import java.util.Collection;
import java.util.Set;

/**
 * Whether a batch was measured on genes that a model can use: an exact rule, no statistic.
 *
 * @param isKnown whether the gene space was seen before
 * @param share of the reference's most variable genes that it has, 0 to 1
 */
public record GeneCoverage(boolean isKnown, double share) {
  private static final double LEAST_SHARE = 0.8;

  /**
   * That of a gene space.
   *
   * @param known hashes of the gene spaces that were seen before
   * @param hash of this one
   * @param variable the reference's most variable genes, 1 or more
   * @param measured the genes of this one
   */
  public static GeneCoverage of(
      Set<String> known, String hash, Collection<String> variable, Set<String> measured) {
    checkInput(!variable.isEmpty(), "Invalid reference genes: none; expected 1 or more");
    long both = variable.stream().filter(measured::contains).count();
    return new GeneCoverage(known.contains(hash), (double) both / variable.size());
  }

  /**
   * Whether the batch may go on as others do: the gene space is known and has 80 % of the genes.
   */
  public boolean isEnough() {
    return isKnown && share >= LEAST_SHARE;
  }
}
