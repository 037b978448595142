package io.scstream.schema.cells;

import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.Role;
import io.scstream.schema.Sha256;
import io.scstream.schema.Treatment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The digest of a chunk's content.
 *
 * <p>SHA-256 over the fields in the order of the schema, without {@code produced_at} and {@code
 * sha256}: text and bytes as a big-endian int32 length and the (UTF-8) bytes, lists as a length and
 * their items, maps as lists of key and value in the keys' order, longs and doubles as eight
 * big-endian bytes, ints and enumeration positions as four, a boolean as one byte.
 */
public final class ChunkDigest {
  private final MessageDigest digest = Digests.sha256();
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

  private ChunkDigest() {}

  /** The digest of what the chunk says; its own {@code sha256} field is not looked at. */
  public static Sha256 of(CellChunkRecord chunk) {
    return new Sha256(new ChunkDigest().digest(chunk));
  }

  /** Whether the chunk is as its writer made it. */
  public static boolean matches(CellChunkRecord chunk) {
    return of(chunk).equals(chunk.getSha256());
  }

  private byte[] digest(CellChunkRecord chunk) {
    text(chunk.getDataset());
    text(chunk.getBatch());
    number(chunk.getChunkSeq());
    digest.update((byte) (chunk.getEndOfBatch() ? 1 : 0));
    text(chunk.getGeneSpace());
    length(chunk.getGeneCount());
    texts(chunk.getCellIds());
    bytes(chunk.getIndptr());
    bytes(chunk.getIndices());
    bytes(chunk.getCounts());
    length(chunk.getLibrarySize().size());
    chunk.getLibrarySize().forEach(size -> number(Double.doubleToLongBits(size)));
    length(chunk.getRole().size());
    chunk.getRole().stream().mapToInt(Role::ordinal).forEach(this::length);
    covariates(chunk.getCovariates());
    treatments(chunk.getTreatments());
    texts(chunk.getDonor());
    return digest.digest();
  }

  private void covariates(Map<String, List<String>> covariates) {
    length(covariates.size());
    new TreeMap<>(covariates)
        .forEach(
            (name, values) -> {
              text(name);
              texts(values);
            });
  }

  private void treatments(List<List<Treatment>> treatments) {
    length(treatments.size());
    for (List<Treatment> cell : treatments) {
      length(cell.size());
      for (Treatment treatment : cell) {
        text(treatment.getName());
        number(Double.doubleToLongBits(treatment.getDose()));
      }
    }
  }

  private void texts(List<String> values) {
    length(values.size());
    values.forEach(this::text);
  }

  private void text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    length(bytes.length);
    digest.update(bytes);
  }

  private void bytes(ByteBuffer value) {
    length(value.remaining());
    digest.update(value.duplicate());
  }

  private void length(int value) {
    digest.update(number.clear().putInt(value).flip());
  }

  private void number(long value) {
    digest.update(number.clear().putLong(value).flip());
  }
}
