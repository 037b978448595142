package io.scstream.models.stream;

import io.scstream.models.drift.MonitorState;
import io.scstream.models.drift.OpenBatchState;

/** Where a {@link DriftWatch} writes what has changed. */
public interface DriftStore {
  /** How far the batches have come. */
  void course(BatchCourse course);

  /** The monitor, in place of what was written before. */
  void monitor(MonitorState state);

  /** A batch that goes on, in place of what was written of it before. */
  void open(OpenBatchState batch);

  /** A batch that is over: what was written of it is needed no longer. */
  void closed(String batch);

  /** The weights that batches are read by, in place of those written before. */
  void weights(byte[] safetensors);
}
