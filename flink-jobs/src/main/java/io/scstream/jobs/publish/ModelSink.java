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
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Publishes model versions in two phases. The writer stages the files before the barrier of a
 * checkpoint; the committer publishes them when that checkpoint is complete, and again after every
 * restore: publishing twice is once.
 */
public final class ModelSink implements Sink<VersionDraft>, SupportsCommitter<StagedDraft> {
  private static final long serialVersionUID = 1L;

  private final StoreFactory stores;
  private final ManifestWriter manifests;
  private final AnnouncerFactory announcers;

  /** Opens the store on the task that uses it. */
  public ModelSink(StoreFactory stores, ManifestWriter manifests, AnnouncerFactory announcers) {
    this.stores = stores;
    this.manifests = manifests;
    this.announcers = announcers;
  }

  @Override
  public SinkWriter<VersionDraft> createWriter(WriterInitContext context) {
    return new StagingWriter(stores.open(), manifests);
  }

  @Override
  public Committer<StagedDraft> createCommitter(CommitterInitContext context) {
    return new PublishingCommitter(stores.open(), announcers.open());
  }

  @Override
  public SimpleVersionedSerializer<StagedDraft> getCommittableSerializer() {
    return new DraftSerializer();
  }

  /** The committable as two JSON texts, which stay readable whatever becomes of the classes. */
  static final class DraftSerializer
      implements SimpleVersionedSerializer<StagedDraft>, Serializable {
    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;

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
      return bytes.toByteArray();
    }

    @Override
    public StagedDraft deserialize(int version, byte[] serialized) throws IOException {
      if (version != VERSION) {
        throw new IOException("Unknown committable: " + version + "; supported is " + VERSION);
      }
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
      return new StagedDraft(
          StagedVersionParser.fromBytes(Bytes.read(in)),
          ManifestParser.fromJson(new String(Bytes.read(in), StandardCharsets.UTF_8)));
    }
  }
}
