package io.scstream.jobs.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource.NumberSequenceSplit;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.Test;

class ValvedReaderTest {
  private final Valve valve = Valve.of("valved-reader-test");
  private final Numbers inside = new Numbers();

  @Test
  void givesNothingWhileAnyReasonHolds() throws Exception {
    try (ValvedReader<Long, NumberSequenceSplit> reader = new ValvedReader<>(inside, valve)) {
      assertThat(poll(reader)).isEqualTo(InputStatus.MORE_AVAILABLE);
      valve.close("paused");
      valve.close("halted");
      valve.close("halted");
      assertThat(valve.reasons()).containsExactly("halted", "paused");
      assertThat(poll(reader)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
      CompletableFuture<Void> available = reader.isAvailable();
      assertThat(reader.snapshotState(1)).as("barriers go on").hasSize(1);
      valve.open("halted");
      valve.open("pending"); // Was never given.
      assertThat(available).isNotDone();
      assertThat(poll(reader)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
      assertThat(inside.polls).isEqualTo(1);
      valve.open("paused");
      assertThat(available).isDone();
      assertThat(poll(reader)).isEqualTo(InputStatus.MORE_AVAILABLE);
      assertThat(inside.polls).isEqualTo(2);
    }
  }

  @Test
  void whileOpenTheSourceSaysWhenThereIsMore() {
    ValvedReader<Long, NumberSequenceSplit> reader = new ValvedReader<>(inside, valve);
    assertThat(reader.isAvailable()).isSameAs(inside.available).isNotDone();
  }

  @SuppressWarnings("NullAway") // The numbers are not given to anybody.
  private static InputStatus poll(ValvedReader<Long, NumberSequenceSplit> reader) throws Exception {
    return reader.pollNext(null);
  }

  private static final class Numbers implements SourceReader<Long, NumberSequenceSplit> {
    private final CompletableFuture<Void> available = new CompletableFuture<>();
    private int polls;

    @Override
    public void start() {}

    @Override
    public InputStatus pollNext(ReaderOutput<Long> output) {
      polls++;
      return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public List<NumberSequenceSplit> snapshotState(long checkpointId) {
      return List.of(new NumberSequenceSplit("numbers", 1, 3));
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return available;
    }

    @Override
    public void addSplits(List<NumberSequenceSplit> splits) {}

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
  }
}
