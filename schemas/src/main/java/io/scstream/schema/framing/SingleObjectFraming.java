package io.scstream.schema.framing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/** Avro single-object encoding of one generated record type. */
public final class SingleObjectFraming<T extends SpecificRecordBase> implements Framing<T> {
  private final SpecificData model;
  private final Schema schema;
  private final SchemaCache writers;
  private final BinaryMessageEncoder<T> encoder;

  private SingleObjectFraming(Schema schema, SchemaCache writers) {
    this.model = SpecificData.getForSchema(schema);
    this.schema = schema;
    this.writers = writers;
    this.encoder = new BinaryMessageEncoder<>(model, schema);
  }

  /** Reads messages of every released version of the type, and writes the current one. */
  public static <T extends SpecificRecordBase> SingleObjectFraming<T> of(Class<T> type) {
    return of(type, SchemaCache.released());
  }

  static <T extends SpecificRecordBase> SingleObjectFraming<T> of(
      Class<T> type, SchemaCache writers) {
    Schema schema = SpecificData.get().getSchema(type);
    return new SingleObjectFraming<>(schema, writers.with(schema));
  }

  @Override
  public byte[] write(T record) {
    try {
      ByteBuffer message = encoder.encode(record);
      byte[] bytes = new byte[message.remaining()];
      message.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public T read(byte[] message) {
    Schema writer = writerOf(message);
    try {
      DatumReader<T> reader = reader(writer);
      BinaryDecoder decoder =
          DecoderFactory.get()
              .binaryDecoder(
                  message, Frame.HEADER_BYTES, message.length - Frame.HEADER_BYTES, null);
      T record = reader.read(null, new BoundedDecoder(decoder, message.length));
      if (!decoder.isEnd()) {
        throw new UndecodableException(
            "Invalid message: bytes follow the " + schema.getName() + "; expected its end");
      }
      return record;
    } catch (IOException | RuntimeException e) {
      // Avro reports damaged bytes by many exceptions, among them index and class-cast ones.
      if (e instanceof UndecodableException known) {
        throw known;
      }
      throw new UndecodableException(
          "Invalid " + schema.getName() + " of " + message.length + " bytes: " + e, e);
    }
  }

  private Schema writerOf(byte[] message) {
    OptionalLong fingerprint = Frame.fingerprint(message);
    if (fingerprint.isEmpty()) {
      throw new UndecodableException(
          "Invalid message of "
              + message.length
              + " bytes; expected a single-object frame that starts with C3 01");
    }
    return writers
        .find(schema.getFullName(), fingerprint.getAsLong())
        .orElseThrow(() -> new UnknownSchemaException(schema.getName(), fingerprint.getAsLong()));
  }

  @SuppressWarnings("unchecked") // The model of a generated schema makes the generated type.
  private DatumReader<T> reader(Schema writer) {
    return (DatumReader<T>) model.createDatumReader(writer, schema);
  }
}
