package io.scstream.schema.framing;

/** The message is well framed, but its writer's schema is not among those released. */
public final class UnknownSchemaException extends UndecodableException {
  private static final long serialVersionUID = 1L;

  private final long fingerprint;

  UnknownSchemaException(String type, long fingerprint) {
    super(
        String.format(
            "Unknown schema fingerprint for %s: %016x; expected one of the released schemas",
            type, fingerprint));
    this.fingerprint = fingerprint;
  }

  /** CRC-64-AVRO of the writer's schema in parsing canonical form. */
  public long fingerprint() {
    return fingerprint;
  }
}
