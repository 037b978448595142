package io.scstream.jobs.operator;

import io.scstream.jobs.connect.GeneSpaces;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.connect.RawRecord;
import io.scstream.models.random.CounterRandom;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.schema.Role;
import io.scstream.schema.Treatment;
import io.scstream.schema.cells.CellContent;
import io.scstream.schema.cells.ChunkBuilder;
import io.scstream.schema.cells.GeneSpaceId;
import io.scstream.schema.framing.SingleObjectFraming;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Chunks of made-up cells. */
public final class TestChunks {
  public static final int GENES = 24;
  public static final GeneSpaceRecord SPACE =
      GeneSpaceId.describe(IntStream.range(0, GENES).mapToObj(i -> "g" + i).toList(), List.of());
  public static final GeneSpaces SPACES =
      id -> id.equals(SPACE.getId()) ? Optional.of(SPACE) : Optional.empty();

  private TestChunks() {}

  /** The same cells for the same number; a third of them are controls. */
  public static CellChunkRecord chunk(long number, int cells) {
    return chunk(number, cells, 120);
  }

  /** The same with cells of this size, which may be beyond what a model can compute with. */
  public static CellChunkRecord chunk(long number, int cells, double librarySize) {
    CounterRandom random = CounterRandom.of(99, number, "chunk");
    ChunkBuilder builder = ChunkBuilder.of("screen", "lane1", SPACE.getId(), GENES);
    for (int i = 0; i < cells; i++) {
      boolean control = random.nextDouble() < 0.35;
      int[] genes = {random.nextInt(8), 8 + random.nextInt(8), 16 + random.nextInt(8)};
      int[] counts = {1 + random.nextInt(4), 1 + random.nextInt(40), 1 + random.nextInt(4)};
      builder.add(
          CellContent.of(
              "c" + number + "-" + i,
              control ? Role.BACKGROUND : Role.TARGET,
              librarySize,
              genes,
              counts,
              new CellContent.Annotations(
                  Map.of("line", "k562"),
                  control ? List.of() : List.of(new Treatment("KLF1", 1.0)),
                  Optional.empty())));
    }
    return builder.build(number, false, Instant.EPOCH);
  }

  public static RawRecord raw(CellChunkRecord chunk) {
    return raw(chunk.getChunkSeq(), SingleObjectFraming.of(CellChunkRecord.class).write(chunk));
  }

  public static RawRecord raw(long offset, byte[] value) {
    return RawRecord.of(
        new RawRecord.Position("sc.cells.v1", 0, offset),
        "screen|lane1".getBytes(StandardCharsets.UTF_8),
        value);
  }

  public static PlacedChunk placed(CellChunkRecord chunk) {
    return new PlacedChunk(raw(chunk), chunk);
  }
}
