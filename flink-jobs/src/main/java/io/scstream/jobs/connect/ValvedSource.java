package io.scstream.jobs.connect;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A source that gives nothing while the {@link Valve} of its lineage is closed. Its splits, its
 * state and its dealings with checkpoints are those of the source inside: either can be restored
 * from the other's state.
 */
public final class ValvedSource<T, S extends SourceSplit, C>
    implements Source<T, S, C>, ResultTypeQueryable<T> {
  private static final long serialVersionUID = 1L;

  private final Source<T, S, C> inside;
  private final String lineage;
  private final TypeInformation<T> type;

  private ValvedSource(Source<T, S, C> inside, String lineage, TypeInformation<T> type) {
    this.inside = inside;
    this.lineage = lineage;
    this.type = type;
  }

  /** Puts the valve of a lineage behind a source. */
  public static <T, S extends SourceSplit, C, Q extends Source<T, S, C> & ResultTypeQueryable<T>>
      ValvedSource<T, S, C> of(String lineage, Q inside) {
    return new ValvedSource<>(inside, lineage, inside.getProducedType());
  }

  @Override
  public SourceReader<T, S> createReader(SourceReaderContext context) throws Exception {
    return new ValvedReader<>(inside.createReader(context), Valve.of(lineage));
  }

  @Override
  public Boundedness getBoundedness() {
    return inside.getBoundedness();
  }

  @Override
  public SplitEnumerator<S, C> createEnumerator(SplitEnumeratorContext<S> context)
      throws Exception {
    return inside.createEnumerator(context);
  }

  @Override
  public SplitEnumerator<S, C> restoreEnumerator(SplitEnumeratorContext<S> context, C state)
      throws Exception {
    return inside.restoreEnumerator(context, state);
  }

  @Override
  public SimpleVersionedSerializer<S> getSplitSerializer() {
    return inside.getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<C> getEnumeratorCheckpointSerializer() {
    return inside.getEnumeratorCheckpointSerializer();
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return type;
  }
}
