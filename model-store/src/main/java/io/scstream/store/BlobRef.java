package io.scstream.store;

/** Names a blob by its content. */
public record BlobRef(String sha256, long bytes) {

  public BlobRef {
    Sha256.check("blob", sha256);
    if (bytes < 0) {
      throw StoreException.badInput(
          "Invalid size of blob " + sha256 + ": " + bytes + "; expected at least 0 bytes");
    }
  }

  /** The reference under which these bytes are kept. */
  public static BlobRef of(byte[] content) {
    return new BlobRef(Sha256.hex(content), content.length);
  }

  @Override
  public String toString() {
    return sha256 + " (" + bytes + " bytes)";
  }
}
