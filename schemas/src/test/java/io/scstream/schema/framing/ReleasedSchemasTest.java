package io.scstream.schema.framing;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.schema.AlertRecord;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.ControlRecord;
import io.scstream.schema.DeadLetterRecord;
import io.scstream.schema.EmbeddingRecord;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.schema.MetricRecord;
import io.scstream.schema.ModelVersionRecord;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A released schema never changes, and today's records travel both ways between it and us. */
class ReleasedSchemasTest {
  private static final Map<String, Schema> TODAY =
      Stream.of(
              CellChunkRecord.getClassSchema(),
              GeneSpaceRecord.getClassSchema(),
              EmbeddingRecord.getClassSchema(),
              MetricRecord.getClassSchema(),
              AlertRecord.getClassSchema(),
              ModelVersionRecord.getClassSchema(),
              ControlRecord.getClassSchema(),
              DeadLetterRecord.getClassSchema())
          .collect(Collectors.toMap(Schema::getName, Function.identity()));

  static List<String> released() {
    return SchemaCache.releasedNames();
  }

  @ParameterizedTest
  @MethodSource("released")
  void oldAndNewReadEachOther(String name) {
    Schema old = new Schema.Parser().parse(SchemaCache.resource(name));
    Schema now = Objects.requireNonNull(TODAY.get(old.getName()), name);
    assertThat(compatibility(now, old)).as("new reader, old writer").isEqualTo(COMPATIBLE);
    assertThat(compatibility(old, now)).as("old reader, new writer").isEqualTo(COMPATIBLE);
  }

  @Test
  void everyRecordTypeOfTodayIsReleased() {
    List<String> fingerprints =
        released().stream()
            .map(name -> new Schema.Parser().parse(SchemaCache.resource(name)))
            .map(ReleasedSchemasTest::fingerprint)
            .toList();
    assertThat(fingerprints)
        .as("write today's schemas to a new numbered folder before releasing them")
        .containsAll(TODAY.values().stream().map(ReleasedSchemasTest::fingerprint).toList());
  }

  @Test
  void whatWasReleasedIsFrozen() {
    assertThat(
            released().stream()
                .collect(
                    Collectors.toMap(
                        Function.identity(),
                        name ->
                            fingerprint(new Schema.Parser().parse(SchemaCache.resource(name))))))
        .isEqualTo(FROZEN);
  }

  private static final SchemaCompatibilityType COMPATIBLE = SchemaCompatibilityType.COMPATIBLE;
  private static final Map<String, String> FROZEN =
      Map.ofEntries(
          Map.entry("1/CellChunkRecord.avsc", "3c1dc3728ac1d62b"),
          Map.entry("1/GeneSpaceRecord.avsc", "76266effa561352c"),
          Map.entry("1/EmbeddingRecord.avsc", "3c027be3c2b519d3"),
          Map.entry("1/MetricRecord.avsc", "2f435d24aa77c744"),
          Map.entry("1/AlertRecord.avsc", "b9763a9a56ca7c92"),
          Map.entry("1/ModelVersionRecord.avsc", "a81d4c36f25a7d6f"),
          Map.entry("1/DeadLetterRecord.avsc", "8dbec880a298ce47"),
          Map.entry("2/ControlRecord.avsc", "0dda71f1c0f616b8"),
          Map.entry("2/ModelVersionRecord.avsc", "57285835a2211eb0"),
          Map.entry("3/ControlRecord.avsc", "ed9ad254c77e876a"),
          Map.entry("4/EmbeddingRecord.avsc", "397ee81f79431faa"));

  private static SchemaCompatibilityType compatibility(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType();
  }

  private static String fingerprint(Schema schema) {
    return HexFormat.of().toHexDigits(SchemaNormalization.parsingFingerprint64(schema));
  }
}
