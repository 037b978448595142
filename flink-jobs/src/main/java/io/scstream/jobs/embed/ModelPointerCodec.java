package io.scstream.jobs.embed;

import io.scstream.jobs.state.Bytes;
import io.scstream.jobs.state.Codec;
import io.scstream.schema.ModelStatus;
import io.scstream.store.ModelVersion;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** A pointer to a version. */
public final class ModelPointerCodec implements Codec<ModelPointer> {
  private static final long serialVersionUID = 1L;

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<ModelPointer> type() {
    return ModelPointer.class;
  }

  @Override
  public void write(ModelPointer value, DataOutput out) throws IOException {
    Bytes.writeText(value.version().lineage(), out);
    out.writeLong(value.version().version());
    Bytes.writeText(value.manifest(), out);
    Bytes.writeText(value.sha256(), out);
    Bytes.writeText(value.status().name(), out);
    out.writeBoolean(value.activateAt().isPresent());
    if (value.activateAt().isPresent()) {
      out.writeLong(value.activateAt().get().toEpochMilli());
    }
  }

  @Override
  public ModelPointer read(int version, DataInput in) throws IOException {
    return new ModelPointer(
        new ModelVersion(Bytes.readText(in), in.readLong()),
        Bytes.readText(in),
        Bytes.readText(in),
        ModelStatus.valueOf(Bytes.readText(in)),
        in.readBoolean() ? Optional.of(Instant.ofEpochMilli(in.readLong())) : Optional.empty());
  }
}
