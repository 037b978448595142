package io.scstream.jobs.connect;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.InputStatus;

/** Has nothing to give while its valve is closed; everything else goes on. */
final class ValvedReader<T, S extends SourceSplit> implements SourceReader<T, S> {
  private final SourceReader<T, S> inside;
  private final Valve valve;

  ValvedReader(SourceReader<T, S> inside, Valve valve) {
    this.inside = inside;
    this.valve = valve;
  }

  @Override
  public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
    return valve.isOpen() ? inside.pollNext(output) : InputStatus.NOTHING_AVAILABLE;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    CompletableFuture<Void> opened = valve.opened();
    return opened.isDone() ? inside.isAvailable() : opened;
  }

  @Override
  public void start() {
    inside.start();
  }

  @Override
  public List<S> snapshotState(long checkpointId) {
    return inside.snapshotState(checkpointId);
  }

  @Override
  public void addSplits(List<S> splits) {
    inside.addSplits(splits);
  }

  @Override
  public void notifyNoMoreSplits() {
    inside.notifyNoMoreSplits();
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    inside.handleSourceEvents(event);
  }

  @Override
  public void pauseOrResumeSplits(Collection<String> pause, Collection<String> resume) {
    inside.pauseOrResumeSplits(pause, resume);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    inside.notifyCheckpointComplete(checkpointId);
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) throws Exception {
    inside.notifyCheckpointAborted(checkpointId);
  }

  @Override
  public void close() throws Exception {
    inside.close();
  }
}
