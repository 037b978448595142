package io.scstream.jobs.publish;

import io.scstream.jobs.state.Bytes;
import io.scstream.store.ManifestParser;
import io.scstream.store.StagedVersionParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The committable as two JSON texts, which stay readable whatever becomes of the classes. The
 * second form adds whether the input has ended.
 */
final class StagedDraftSerializer implements SimpleVersionedSerializer<StagedDraft>, Serializable {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 2;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(StagedDraft draft) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    Bytes.write(StagedVersionParser.toBytes(draft.staged()), out);
    Bytes.write(ManifestParser.toJson(draft.manifest()).getBytes(StandardCharsets.UTF_8), out);
    out.writeBoolean(draft.isLast());
    return bytes.toByteArray();
  }

  @Override
  public StagedDraft deserialize(int version, byte[] serialized) throws IOException {
    if (version < 1 || version > VERSION) {
      throw new IOException("Unknown committable: " + version + "; supported are 1 to " + VERSION);
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
    return new StagedDraft(
        StagedVersionParser.fromBytes(Bytes.read(in)),
        ManifestParser.fromJson(new String(Bytes.read(in), StandardCharsets.UTF_8)),
        version >= 2 && in.readBoolean());
  }
}
