package io.scstream.schema.cells;

import io.scstream.schema.GeneSpaceRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** The name of an ordered list of genes, derived from the list itself. */
public final class GeneSpaceId {
  private static final int DIGITS = 16;

  private GeneSpaceId() {}

  /** First 16 hexadecimal digits of the SHA-256 of the ids, each followed by a line feed. */
  public static String of(List<String> geneIds) {
    MessageDigest digest = Digests.sha256();
    for (String gene : geneIds) {
      digest.update(gene.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) '\n');
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  /** The record that describes a gene space. */
  public static GeneSpaceRecord describe(List<String> geneIds, List<String> geneNames) {
    return GeneSpaceRecord.newBuilder()
        .setId(of(geneIds))
        .setGeneIds(geneIds)
        .setGeneNames(geneNames)
        .build();
  }
}
