package io.scstream.store;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** SHA-256 in hexadecimal, of bytes at hand or of bytes as they pass. */
final class Sha256 {

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  private final MessageDigest digest = newDigest();
  private long bytes;

  void update(byte[] buffer, int offset, int length) {
    digest.update(buffer, offset, length);
    bytes += length;
  }

  /** What has passed so far; may be asked once. */
  BlobRef blob() {
    return new BlobRef(HexFormat.of().formatHex(digest.digest()), bytes);
  }

  /** How many bytes have passed. */
  long length() {
    return bytes;
  }

  /** Of all that a stream still has. */
  static BlobRef of(InputStream in) throws IOException {
    Sha256 sha256 = new Sha256();
    byte[] buffer = new byte[1 << 16];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      sha256.update(buffer, 0, count);
    }
    return sha256.blob();
  }

  static String hex(byte[] content) {
    return HexFormat.of().formatHex(bytes(content));
  }

  static byte[] bytes(byte[] content) {
    return newDigest().digest(content);
  }

  static boolean isHex(String text) {
    return HEX.matcher(text).matches();
  }

  static String check(String what, String sha256) {
    if (!isHex(sha256)) {
      throw StoreException.badInput(
          "Invalid sha256 of " + what + ": '" + sha256 + "'; expected 64 lowercase hex digits");
    }
    return sha256;
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
