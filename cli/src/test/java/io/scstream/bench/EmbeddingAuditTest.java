package io.scstream.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.EmbeddingRecord;
import io.scstream.schema.Role;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.ChunkBuilder;
import io.scstream.schema.framing.SingleObjectFraming;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddingAuditTest {
  private final EmbeddingAudit audit = new EmbeddingAudit();
  private final CellChunkRecord chunk = chunk();

  @Test
  void repetitionsAreHarmless() {
    note("c0", 1, 1);
    note("c0", 1, 1);
    note("c1", 1, 1);
    note("c1", 2, 2);
    assertThat(outcome()).isEqualTo(new EmbeddingAudit.Outcome(4, 3, 0, 0));
  }

  @Test
  void aCellWithoutEmbeddingIsMissing() {
    note("c0", 1, 1);
    assertThat(outcome()).isEqualTo(new EmbeddingAudit.Outcome(1, 1, 0, 1));
  }

  @Test
  void twoDifferentEmbeddingsOfOneVersionContradict() {
    note("c0", 1, 1);
    note("c0", 1, 1.5f);
    note("c1", 1, 1);
    assertThat(outcome()).isEqualTo(new EmbeddingAudit.Outcome(3, 2, 1, 0));
  }

  @Test
  void anEmbeddingOfAnotherModelIsMissing() {
    note("c0", 2, 1);
    note("c1", 2, 2);
    assertThat(outcome()).isEqualTo(new EmbeddingAudit.Outcome(2, 2, 0, 1));
  }

  private EmbeddingAudit.Outcome outcome() {
    audit.compare(
        chunk,
        (asked, version) -> {
          Map<String, byte[]> right = new HashMap<>();
          asked
              .getCellIds()
              .forEach(id -> right.put("d|" + id, message(id, version, (float) version)));
          return right;
        });
    return audit.outcome();
  }

  private void note(String cell, long version, float code) {
    audit.embedding(("d|" + cell).getBytes(UTF_8), message(cell, version, code));
  }

  private static byte[] message(String cell, long version, float code) {
    return SingleObjectFraming.of(EmbeddingRecord.class)
        .write(
            EmbeddingRecord.newBuilder()
                .setDataset("d")
                .setBatch("b")
                .setCellId(cell)
                .setRole(Role.TARGET)
                .setLineage("screen")
                .setVersion(version)
                .setModelSha256("0".repeat(64))
                .setGauge(version)
                .setBackgroundMean(List.of(code))
                .setBackgroundLogVariance(List.of(0f))
                .setSalientMean(List.of(code))
                .setSalientLogVariance(List.of(0f))
                .setLibrarySize(10)
                .setHeldOut(false)
                .build());
  }

  private static CellChunkRecord chunk() {
    ChunkBuilder builder = ChunkBuilder.of("d", "b", "genes", 3);
    for (int cell = 0; cell < 2; cell++) {
      builder.add(
          CellContent.of(
              "c" + cell,
              Role.TARGET,
              10,
              new int[] {0, 2},
              new int[] {1, 2},
              CellContent.Annotations.NONE));
    }
    return builder.build(0, true, Instant.EPOCH);
  }
}
