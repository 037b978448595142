package io.scstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeSet;

/**
 * Which donors a run has seen, in bounded space and without their names. Up to {@value
 * #EXACT_DONORS} donors are kept as 64-bit prefixes of their SHA-256; beyond, all of them are bits
 * of a Bloom filter (Bloom, 1970; 2^20 bits, 7 hashes), which errs to one side: a donor that was
 * seen is always found, one that was not is taken for seen with a probability of about 0.8 % at
 * 100,000 donors. So whoever asks what was before a donor never gets what was after.
 *
 * <p>The bytes depend on the set of donors alone, not on their order. For one thread.
 */
public final class DonorRegister {

  /** The name of the blob that a version carries it under. */
  public static final String BLOB = "donors.bin";

  static final int EXACT_DONORS = 16_384;

  private static final int MAGIC = 0x53434452; // SCDR
  private static final byte FORMAT = 1;
  private static final int FILTER_BYTES = 1 << 17;
  private static final int HASHES = 7;
  private static final int MAX_DONOR_LENGTH = 512;
  private static final int HEADER_BYTES = 4 + 1 + 1 + 1 + 4;

  private final TreeSet<Long> prints = new TreeSet<>();
  private byte[] filter = new byte[0];
  private boolean hasUnnamed;

  /** Nobody was seen yet. */
  public DonorRegister() {}

  /** A cell of this donor was seen. Returns whether that is new. */
  public boolean add(String donor) {
    return add(print(Sha256.bytes(donor.getBytes(UTF_8))));
  }

  private boolean add(long print) {
    if (filter.length > 0) {
      return addToFilter(print);
    }
    boolean isNew = prints.add(print);
    if (prints.size() > EXACT_DONORS) {
      toFilter();
    }
    return isNew;
  }

  private void toFilter() {
    if (filter.length == 0) {
      filter = new byte[FILTER_BYTES];
      prints.forEach(this::addToFilter);
      prints.clear();
    }
  }

  /** All that another register has seen was seen too. */
  public void addAll(DonorRegister other) {
    hasUnnamed |= other.hasUnnamed;
    other.prints.forEach(this::add);
    if (other.filter.length > 0) {
      toFilter();
      for (int i = 0; i < filter.length; i++) {
        filter[i] |= other.filter[i];
      }
    }
  }

  /** A cell was seen whose donor is not known: it may have been anybody's. */
  public boolean addUnnamed() {
    boolean isNew = !hasUnnamed;
    hasUnnamed = true;
    return isNew;
  }

  /** False only if certainly no cell of the donor was seen. */
  public boolean mayHaveSeen(String donor) {
    checkDonor(donor);
    return hasUnnamed || hasSeen(fingerprint(donor));
  }

  /**
   * Whether this donor was seen, of the cells whose donor is known.
   *
   * @param fingerprint SHA-256 of the donor's id in hexadecimal
   */
  boolean hasSeen(String fingerprint) {
    long print = print(HexFormat.of().parseHex(Sha256.check("donor", fingerprint)));
    return filter.length > 0 ? isInFilter(print) : prints.contains(print);
  }

  /** Whether cells without a donor were seen. */
  public boolean hasUnnamed() {
    return hasUnnamed;
  }

  /** How a donor is named where nobody is to read who it was. */
  static String fingerprint(String donor) {
    checkDonor(donor);
    return Sha256.hex(donor.getBytes(UTF_8));
  }

  /**
   * Big-endian: magic, format, whether unnamed cells were seen, 0 exact or 1 filter, a count, then
   * as many prints of 8 bytes, rising, or the bytes of the filter.
   */
  public byte[] toBytes() {
    boolean isFilter = filter.length > 0;
    int body = isFilter ? filter.length : prints.size() * Long.BYTES;
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + body);
    out.putInt(MAGIC).put(FORMAT).put((byte) (hasUnnamed ? 1 : 0)).put((byte) (isFilter ? 1 : 0));
    out.putInt(isFilter ? filter.length : prints.size());
    if (isFilter) {
      out.put(filter);
    } else {
      prints.forEach(out::putLong);
    }
    return out.array();
  }

  /** Fails with CORRUPT on bytes that {@link #toBytes} would not write. */
  public static DonorRegister fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < HEADER_BYTES || in.getInt() != MAGIC) {
      throw corrupt("no such file", "one that begins with SCDR");
    }
    byte format = in.get();
    if (format != FORMAT) {
      throw corrupt("format " + format, "format " + FORMAT);
    }
    DonorRegister register = new DonorRegister();
    register.hasUnnamed = flag(in.get());
    boolean isFilter = flag(in.get());
    int count = in.getInt();
    if (isFilter) {
      register.readFilter(in, count);
    } else {
      register.readPrints(in, count);
    }
    return register;
  }

  static String checkDonor(String donor) {
    if (donor.isBlank() || donor.length() > MAX_DONOR_LENGTH) {
      throw StoreException.badInput(
          "Invalid donor: '" + donor + "'; expected 1 to " + MAX_DONOR_LENGTH + " characters");
    }
    return donor;
  }

  private void readFilter(ByteBuffer in, int count) {
    if (count != FILTER_BYTES || in.remaining() != count) {
      throw corrupt("a filter of " + count + " bytes", FILTER_BYTES + ", and all there");
    }
    filter = new byte[count];
    in.get(filter);
  }

  private void readPrints(ByteBuffer in, int count) {
    if (count < 0 || count > EXACT_DONORS || in.remaining() != count * Long.BYTES) {
      throw corrupt(count + " donors in " + in.remaining() + " bytes", "8 bytes for each");
    }
    for (int i = 0; i < count; i++) {
      long print = in.getLong();
      if (!prints.isEmpty() && prints.last() >= print) {
        throw corrupt("prints out of order", "rising ones");
      }
      prints.add(print);
    }
  }

  private boolean addToFilter(long print) {
    boolean isNew = !isInFilter(print);
    for (int hash = 0; hash < HASHES; hash++) {
      int bit = bit(print, hash);
      filter[bit >>> 3] |= (byte) (1 << (bit & 7));
    }
    return isNew;
  }

  private boolean isInFilter(long print) {
    for (int hash = 0; hash < HASHES; hash++) {
      int bit = bit(print, hash);
      if ((filter[bit >>> 3] & (1 << (bit & 7))) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Two halves of the print make all hashes (Kirsch and Mitzenmacher, 2006). */
  private static int bit(long print, int hash) {
    int first = (int) print;
    int second = (int) (print >>> 32) | 1;
    return (first + hash * second) & (FILTER_BYTES * Byte.SIZE - 1);
  }

  private static long print(byte[] digest) {
    return ByteBuffer.wrap(digest).getLong();
  }

  private static boolean flag(byte value) {
    if (value != 0 && value != 1) {
      throw corrupt("flag " + value, "0 or 1");
    }
    return value == 1;
  }

  private static StoreException corrupt(String found, String expected) {
    return StoreException.corrupt(
        "Invalid register of donors: " + found + "; expected " + expected);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DonorRegister register && Arrays.equals(toBytes(), register.toBytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toBytes());
  }
}
