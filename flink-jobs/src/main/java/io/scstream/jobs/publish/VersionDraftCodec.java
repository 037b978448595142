package io.scstream.jobs.publish;

import io.scstream.jobs.state.Bytes;
import io.scstream.jobs.state.Codec;
import io.scstream.models.stream.StreamCounts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/** A model version between the trainer and the sink, where these are not chained. */
public final class VersionDraftCodec implements Codec<VersionDraft> {
  private static final long serialVersionUID = 1L;

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<VersionDraft> type() {
    return VersionDraft.class;
  }

  @Override
  public void write(VersionDraft value, DataOutput out) throws IOException {
    VersionDraft.Facts facts = value.facts();
    out.writeLong(facts.step());
    out.writeLong(facts.counts().cellsSeen());
    out.writeLong(facts.counts().cellsTrained());
    out.writeLong(facts.counts().cellsHeldOut());
    out.writeLong(facts.counts().draws());
    out.writeLong(facts.counts().lastCutStep());
    Bytes.writeText(facts.geneSpace(), out);
    out.writeInt(facts.genes());
    Bytes.writeLongs(facts.trainedThrough(), out);
    Bytes.writeVarint(facts.metrics().size(), out);
    for (var metric : facts.metrics().entrySet()) {
      Bytes.writeText(metric.getKey(), out);
      out.writeDouble(metric.getValue());
    }
    Bytes.writeVarint(value.blobs().size(), out);
    for (var blob : value.blobs().entrySet()) {
      Bytes.writeText(blob.getKey(), out);
      Bytes.write(blob.getValue(), out);
    }
  }

  @Override
  public VersionDraft read(int version, DataInput in) throws IOException {
    long step = in.readLong();
    StreamCounts counts =
        new StreamCounts(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
    String geneSpace = Bytes.readText(in);
    int genes = in.readInt();
    SortedMap<String, Long> trainedThrough = Bytes.readLongs(in);
    SortedMap<String, Double> metrics = new TreeMap<>();
    for (int left = Bytes.readVarint(in); left > 0; left--) {
      metrics.put(Bytes.readText(in), in.readDouble());
    }
    SortedMap<String, byte[]> blobs = new TreeMap<>();
    for (int left = Bytes.readVarint(in); left > 0; left--) {
      blobs.put(Bytes.readText(in), Bytes.read(in));
    }
    return VersionDraft.of(
        new VersionDraft.Facts(step, counts, geneSpace, genes, trainedThrough, metrics), blobs);
  }
}
