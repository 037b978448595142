package io.scstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The facts of all versions of a lineage in one file, so that looking for one does not read every
 * manifest. A cache: whatever is wrong with it, it is made again from the manifests.
 *
 * <p>Big-endian: magic, format, partitions and registers as tables, the versions that refer to
 * them, and the SHA-256 of all that.
 */
final class VersionIndex {

  private static final int MAGIC = 0x53434958; // SCIX
  private static final int FORMAT = 1;
  private static final int DIGEST_BYTES = 32;
  private static final int SMALLEST_VERSION = 8 + 8 + 4 + 4 + 4;
  private static final int NONE = -1;

  private VersionIndex() {}

  static byte[] write(Collection<VersionFacts> versions) {
    Map<String, Integer> partitions = new LinkedHashMap<>();
    Map<BlobRef, Integer> registers = new LinkedHashMap<>();
    int bytes = 5 * Integer.BYTES + DIGEST_BYTES;
    for (VersionFacts facts : versions) {
      bytes += SMALLEST_VERSION + 12 * facts.trainedThrough().size();
      facts.trainedThrough().keySet().forEach(it -> partitions.putIfAbsent(it, partitions.size()));
      facts.donors().ifPresent(it -> registers.putIfAbsent(it, registers.size()));
    }
    List<byte[]> names = partitions.keySet().stream().map(VersionIndex::utf8).toList();
    bytes += names.stream().mapToInt(name -> name.length + Integer.BYTES).sum();
    bytes += registers.size() * (64 + Long.BYTES);
    ByteBuffer out = ByteBuffer.allocate(bytes).putInt(MAGIC).putInt(FORMAT);
    out.putInt(names.size());
    names.forEach(name -> out.putInt(name.length).put(name));
    out.putInt(registers.size());
    registers.keySet().forEach(it -> out.put(utf8(it.sha256())).putLong(it.bytes()));
    out.putInt(versions.size());
    versions.forEach(facts -> write(facts, partitions, registers, out));
    return out.put(digest(out.array(), out.position())).array();
  }

  private static void write(
      VersionFacts facts,
      Map<String, Integer> partitions,
      Map<BlobRef, Integer> registers,
      ByteBuffer out) {
    out.putLong(facts.version().version());
    Instant createdAt = facts.createdAt();
    out.putLong(createdAt.getEpochSecond()).putInt(createdAt.getNano());
    out.putInt(facts.donors().map(registers::get).orElse(NONE));
    out.putInt(facts.trainedThrough().size());
    facts
        .trainedThrough()
        .forEach((name, offset) -> out.putInt(table(partitions, name)).putLong(offset));
  }

  /** Fails with CORRUPT on bytes that {@link #write} did not write. */
  static Map<ModelVersion, VersionFacts> read(String lineage, byte[] bytes) {
    int body = bytes.length - DIGEST_BYTES;
    if (body < 0
        || !Arrays.equals(digest(bytes, body), Arrays.copyOfRange(bytes, body, bytes.length))) {
      throw corrupt("its digest does not fit");
    }
    try {
      return read(lineage, ByteBuffer.wrap(bytes, 0, body));
    } catch (BufferUnderflowException | IndexOutOfBoundsException | DateTimeException e) {
      throw new StoreException(
          StoreException.Category.CORRUPT,
          "Invalid index of versions: " + e.getMessage() + "; expected one as it was written",
          e);
    }
  }

  private static Map<ModelVersion, VersionFacts> read(String lineage, ByteBuffer in) {
    if (in.getInt() != MAGIC || in.getInt() != FORMAT) {
      throw corrupt("another format");
    }
    List<String> partitions = new ArrayList<>();
    for (int left = count(in, Integer.BYTES); left > 0; left--) {
      partitions.add(text(in, count(in, 1)));
    }
    List<BlobRef> registers = new ArrayList<>();
    for (int left = count(in, 64 + Long.BYTES); left > 0; left--) {
      registers.add(new BlobRef(text(in, 64), in.getLong()));
    }
    int versions = count(in, SMALLEST_VERSION);
    Map<ModelVersion, VersionFacts> facts = new LinkedHashMap<>(versions * 2);
    for (int left = versions; left > 0; left--) {
      VersionFacts next = read(lineage, partitions, registers, in);
      facts.put(next.version(), next);
    }
    return facts;
  }

  private static VersionFacts read(
      String lineage, List<String> partitions, List<BlobRef> registers, ByteBuffer in) {
    ModelVersion version = new ModelVersion(lineage, in.getLong());
    Instant createdAt = Instant.ofEpochSecond(in.getLong(), in.getInt());
    int register = in.getInt();
    SortedMap<String, Long> through = new TreeMap<>();
    for (int left = count(in, 12); left > 0; left--) {
      through.put(partitions.get(in.getInt()), in.getLong());
    }
    return new VersionFacts(
        version, createdAt, through, register == NONE ? null : registers.get(register));
  }

  /** How many of something follow, which cannot be more than there are bytes for. */
  private static int count(ByteBuffer in, int bytesEach) {
    int count = in.getInt();
    if (count < 0 || (long) count * bytesEach > in.remaining()) {
      throw corrupt("a count of " + count + " with " + in.remaining() + " bytes left");
    }
    return count;
  }

  private static String text(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  private static int table(Map<String, Integer> table, String key) {
    Integer place = table.get(key);
    if (place == null) {
      throw new IllegalStateException("Every partition is in the table; expected " + key);
    }
    return place;
  }

  private static byte[] digest(byte[] bytes, int length) {
    return Sha256.bytes(Arrays.copyOf(bytes, length));
  }

  private static StoreException corrupt(String found) {
    return StoreException.corrupt(
        "Invalid index of versions: " + found + "; expected one as it was written");
  }
}
