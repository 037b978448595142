package io.scstream.serve.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One range of bytes, as RFC 9110, section 14, has it.
 *
 * @param first its first byte, counted from 0
 * @param last its last byte, itself included
 */
public record ByteRange(long first, long last) {
  private static final String UNIT = "bytes=";
  private static final Pattern FORM = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

  /**
   * The range that a header asks for; empty if it asks for none, or in a unit other than bytes.
   *
   * @throws Refused with 416 if it is malformed, lies outside, or if there are several
   */
  public static Optional<ByteRange> of(@Nullable String header, long length) {
    if (header == null || !header.startsWith(UNIT)) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(header);
    if (!form.matches() || (form.group(1).isEmpty() && form.group(2).isEmpty())) {
      throw Refused.outside("Invalid Range; expected one range such as bytes=0-1023", length);
    }
    ByteRange range = range(form.group(1), form.group(2), length);
    if (range.first > range.last || range.first >= length) {
      throw Refused.outside("Invalid Range; expected one within " + length + " bytes", length);
    }
    return Optional.of(range);
  }

  private static ByteRange range(String first, String last, long length) {
    if (first.isEmpty()) { // The last so many bytes.
      return new ByteRange(Math.max(0, length - Long.parseLong(last)), length - 1);
    }
    long end = last.isEmpty() ? length - 1 : Math.min(length - 1, Long.parseLong(last));
    return new ByteRange(Long.parseLong(first), end);
  }

  /** How many bytes it has. */
  public long length() {
    return last - first + 1;
  }

  /** The header that tells of it. */
  public String contentRange(long length) {
    return "bytes " + first + "-" + last + "/" + length;
  }
}
