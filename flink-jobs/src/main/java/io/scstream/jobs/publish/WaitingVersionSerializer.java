package io.scstream.jobs.publish;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The state of the sink: what each part is, the form of that part, and the part. */
final class WaitingVersionSerializer
    implements SimpleVersionedSerializer<WaitingVersion>, Serializable {
  private static final long serialVersionUID = 1L;
  private static final int VERSION = 1;
  private static final VersionDraftCodec UNSTAGED = new VersionDraftCodec();
  private static final StagedDraftSerializer STAGED = new StagedDraftSerializer();

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(WaitingVersion waiting) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    if (waiting instanceof WaitingVersion.Staged staged) {
      out.writeBoolean(true);
      out.writeInt(STAGED.getVersion());
      out.write(STAGED.serialize(staged.draft()));
    } else if (waiting instanceof WaitingVersion.Unstaged unstaged) {
      out.writeBoolean(false);
      out.writeInt(UNSTAGED.version());
      UNSTAGED.write(unstaged.draft(), out);
    }
    return bytes.toByteArray();
  }

  @Override
  public WaitingVersion deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException("Unknown state of the sink: " + version + "; supported is " + VERSION);
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
    boolean isStaged = in.readBoolean();
    int form = in.readInt();
    return isStaged
        ? new WaitingVersion.Staged(STAGED.deserialize(form, in.readAllBytes()))
        : new WaitingVersion.Unstaged(UNSTAGED.read(form, in));
  }
}
