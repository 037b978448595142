package io.scstream.jobs.publish;

import io.scstream.jobs.state.Bytes;
import io.scstream.jobs.state.Codec;
import io.scstream.jobs.state.RunOriginCodec;
import io.scstream.jobs.state.StreamCountsCodec;
import io.scstream.models.stream.StreamCounts;
import io.scstream.store.RunOrigin;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model version between the trainer and the sink, where these are not chained, and in the state
 * of the sink while the store does not answer. Before version 3 nothing was aligned, and each had a
 * gauge of its own.
 */
public final class VersionDraftCodec implements Codec<VersionDraft> {
  private static final long serialVersionUID = 1L;
  private static final StreamCountsCodec COUNTS = new StreamCountsCodec();

  @Override
  public int version() {
    return 3;
  }

  @Override
  public Class<VersionDraft> type() {
    return VersionDraft.class;
  }

  @Override
  public void write(VersionDraft value, DataOutput out) throws IOException {
    VersionDraft.Facts facts = value.facts();
    RunOriginCodec.write(facts.origin(), out);
    out.writeLong(facts.step());
    COUNTS.write(facts.counts(), out);
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
    out.writeLong(facts.gauge());
  }

  @Override
  public VersionDraft read(int version, DataInput in) throws IOException {
    RunOrigin origin = RunOriginCodec.read(in);
    long step = in.readLong();
    StreamCounts counts = COUNTS.read(Math.min(version, COUNTS.version()), in);
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
    long gauge = version < 3 ? step : in.readLong();
    return VersionDraft.of(
        new VersionDraft.Facts(
            origin, step, counts, geneSpace, genes, trainedThrough, metrics, gauge),
        blobs);
  }
}
