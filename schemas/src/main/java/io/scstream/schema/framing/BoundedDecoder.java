package io.scstream.schema.framing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Reads one message and believes no length in it that the message itself could not hold: Avro makes
 * room for texts, bytes and lists by what is declared, before it reads them, so that a few bytes
 * could ask for gigabytes. No type of ours is written in no bytes at all.
 */
final class BoundedDecoder extends Decoder {
  private final Decoder in;
  private final int most;

  /** A decoder of a message of so many bytes. */
  BoundedDecoder(Decoder in, int most) {
    this.in = in;
    this.most = most;
  }

  private long bounded(long length, String what) {
    if (length < 0 || length > most) {
      throw new UndecodableException(
          "Invalid length of " + what + ": " + length + "; expected 0 to " + most);
    }
    return length;
  }

  private byte[] content(String what) throws IOException {
    byte[] bytes = new byte[(int) bounded(in.readLong(), what)];
    in.readFixed(bytes, 0, bytes.length);
    return bytes;
  }

  @Override
  public Utf8 readString(@Nullable Utf8 old) throws IOException {
    return new Utf8(content("a text"));
  }

  @Override
  public String readString() throws IOException {
    return new String(content("a text"), StandardCharsets.UTF_8);
  }

  @Override
  public void skipString() throws IOException {
    content("a text");
  }

  @Override
  public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
    return ByteBuffer.wrap(content("bytes"));
  }

  @Override
  public void skipBytes() throws IOException {
    content("bytes");
  }

  @Override
  public long readArrayStart() throws IOException {
    return bounded(in.readArrayStart(), "a list");
  }

  @Override
  public long arrayNext() throws IOException {
    return bounded(in.arrayNext(), "a list");
  }

  @Override
  public long skipArray() throws IOException {
    return bounded(in.skipArray(), "a list");
  }

  @Override
  public long readMapStart() throws IOException {
    return bounded(in.readMapStart(), "a map");
  }

  @Override
  public long mapNext() throws IOException {
    return bounded(in.mapNext(), "a map");
  }

  @Override
  public long skipMap() throws IOException {
    return bounded(in.skipMap(), "a map");
  }

  @Override
  public void readNull() throws IOException {
    in.readNull();
  }

  @Override
  public boolean readBoolean() throws IOException {
    return in.readBoolean();
  }

  @Override
  public int readInt() throws IOException {
    return in.readInt();
  }

  @Override
  public long readLong() throws IOException {
    return in.readLong();
  }

  @Override
  public float readFloat() throws IOException {
    return in.readFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return in.readDouble();
  }

  @Override
  public void readFixed(byte[] bytes, int start, int length) throws IOException {
    in.readFixed(bytes, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    in.skipFixed(length);
  }

  @Override
  public int readEnum() throws IOException {
    return in.readEnum();
  }

  @Override
  public int readIndex() throws IOException {
    return in.readIndex();
  }
}
