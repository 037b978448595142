package io.scstream.models.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.drift.ClosedBatch;
import io.scstream.models.drift.MonitorState;
import io.scstream.models.drift.OpenBatchState;
import io.scstream.models.memory.RememberedCell;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OpenBatchesTest {
  private static final BatchRules RULES = new BatchRules(3, 2, 2);

  private final Written written = new Written();
  private OpenBatches batches = new OpenBatches(RULES, 1, BatchCourse.NONE, List.of());

  /** What a store would hold. */
  private static final class Written implements DriftStore {
    private final TreeMap<String, OpenBatchState> open = new TreeMap<>();

    @Override
    public void course(BatchCourse course) {}

    @Override
    public void monitor(MonitorState state) {}

    @Override
    public void open(OpenBatchState batch) {
      open.put(batch.batch(), batch);
    }

    @Override
    public void closed(String batch) {
      open.remove(batch);
    }

    @Override
    public void weights(byte[] safetensors) {}
  }

  private List<String> add(String batch, long place, boolean isLast, int cells) {
    List<RememberedCell> arriving = new ArrayList<>();
    for (int i = 0; i < cells; i++) {
      String id = batch + "-" + place + "-" + i;
      arriving.add(
          new RememberedCell(
              Cell.of(id, Role.TARGET, 5 + i, new int[] {0, 1}, new int[] {2, 3 + i}), "s"));
    }
    return names(batches.add(new BatchPlace(batch, place, isLast), arriving));
  }

  private static List<String> names(List<ClosedBatch> over) {
    return over.stream().map(it -> it.sketch().batch() + ":" + it.cells()).toList();
  }

  private BatchCourse.Totals totals() {
    return batches.course(0).totals();
  }

  @Test
  void aBatchIsOverWhenAllItsChunksAreThereInWhateverOrder() {
    assertThat(add("a", 2, true, 2)).isEmpty();
    assertThat(add("a", 0, false, 2)).isEmpty();
    assertThat(add("a", 1, false, 3)).containsExactly("a:7");
    assertThat(add("a", 3, false, 2)).as("a late one").isEmpty();
    assertThat(totals()).isEqualTo(new BatchCourse.Totals(0, 0, 1));
  }

  @Test
  void silenceEndsABatchThatNobodyEnded() {
    add("a", 0, false, 2);
    assertThat(add("b", 0, false, 2)).isEmpty();
    assertThat(add("b", 1, false, 2)).isEmpty();
    assertThat(add("b", 2, false, 2)).as("3 of others").isEmpty();
    assertThat(add("b", 3, false, 2)).as("4 of others").containsExactly("a:2");
  }

  @Test
  void oneMoreThanMayBeOpenEndsTheMostSilent() {
    add("a", 0, false, 2);
    add("b", 0, false, 2);
    add("a", 1, false, 2);
    assertThat(add("c", 0, false, 2)).containsExactly("b:2");
    assertThat(names(batches.finish())).containsExactly("a:4", "c:2");
  }

  @Test
  void tooFewChunksOrCellsAreLeftOut() {
    for (int chunk = 0; chunk < 3; chunk++) {
      add("a", chunk, false, 2);
    }
    add("a", 4, true, 2); // 4 of 5 are 80 %.
    assertThat(names(batches.finish())).containsExactly("a:8");
    add("b", 0, false, 2);
    add("b", 3, true, 2); // 2 of 4 are not.
    assertThat(batches.finish()).isEmpty();
    assertThat(add("c", 0, true, 1)).isEmpty();
    assertThat(add("d", 0, true, 0)).isEmpty();
    assertThat(totals().leftOut()).isEqualTo(3);
  }

  @Test
  void goesOnFromWhatWasWritten() {
    List<String> plain = new ArrayList<>();
    List<String> restored = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      plain.addAll(add("b" + i * 7 % 5 + i / 10, i % 4, i % 9 == 8, 1 + i % 3));
    }
    BatchCourse end = batches.course(0);
    batches = new OpenBatches(RULES, 1, BatchCourse.NONE, List.of());
    for (int i = 0; i < 40; i++) {
      restored.addAll(add("b" + i * 7 % 5 + i / 10, i % 4, i % 9 == 8, 1 + i % 3));
      batches.tellChanges(written);
      batches = new OpenBatches(RULES, 1, batches.course(0), written.open.values());
    }
    assertThat(plain).hasSizeGreaterThan(5);
    assertThat(restored).isEqualTo(plain);
    assertThat(batches.course(0)).isEqualTo(end);
    assertThat(written.open.keySet()).isEqualTo(end.open().keySet());
  }
}
