package io.scstream.jobs.state;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;

/** What a savepoint remembers of a {@link Codec}: its class and the version it wrote. */
public final class CodecSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {
  private static final int FORMAT = 1;

  private @Nullable Codec<T> codec;
  private int written;

  /** For Flink, which fills it by {@link #readSnapshot}. */
  public CodecSerializerSnapshot() {}

  CodecSerializerSnapshot(Codec<T> codec) {
    this.codec = codec;
    this.written = codec.version();
  }

  @Override
  public int getCurrentVersion() {
    return FORMAT;
  }

  @Override
  public void writeSnapshot(DataOutputView out) throws IOException {
    out.writeUTF(codec().getClass().getName());
    out.writeInt(written);
  }

  @Override
  public void readSnapshot(int format, DataInputView in, ClassLoader classes) throws IOException {
    if (format != FORMAT) {
      throw new IOException("Unknown codec snapshot: " + format + "; supported is " + FORMAT);
    }
    codec = instantiate(in.readUTF(), classes);
    written = in.readInt();
  }

  @Override
  public TypeSerializer<T> restoreSerializer() {
    return new CodecSerializer<>(codec(), written);
  }

  @Override
  public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> old) {
    if (!(old instanceof CodecSerializerSnapshot<T> before)
        || !before.codec().getClass().equals(codec().getClass())
        || before.written > codec().version()) {
      return TypeSerializerSchemaCompatibility.incompatible();
    }
    return before.written == codec().version()
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
  }

  private Codec<T> codec() {
    if (codec == null) {
      throw new IllegalStateException("The snapshot has not been read yet");
    }
    return codec;
  }

  @SuppressWarnings("unchecked") // The class was written by a serializer of T.
  private static <T> Codec<T> instantiate(String name, ClassLoader classes) throws IOException {
    try {
      return (Codec<T>) InstantiationUtil.instantiate(name, Codec.class, classes);
    } catch (org.apache.flink.util.FlinkException e) {
      throw new IOException("Unknown codec: " + name + "; expected a class of this version", e);
    }
  }
}
