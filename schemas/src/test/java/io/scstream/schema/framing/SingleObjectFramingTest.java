package io.scstream.schema.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.schema.EmbeddingRecord;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.schema.MetricRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SingleObjectFramingTest {
  private final Framing<GeneSpaceRecord> framing = SingleObjectFraming.of(GeneSpaceRecord.class);
  private final GeneSpaceRecord record =
      new GeneSpaceRecord("id", List.of("GATA1", "KLF1"), List.of());

  @Test
  void readsWhatItWrites() {
    assertThat(framing.read(framing.write(record))).isEqualTo(record);
    MetricRecord metric =
        new MetricRecord("m", "elbo", 1.5, 3L, 64L, null, Instant.ofEpochMilli(5));
    Framing<MetricRecord> metrics = SingleObjectFraming.of(MetricRecord.class);
    assertThat(metrics.read(metrics.write(metric))).isEqualTo(metric);
  }

  @Test
  void startsWithTheFrame() {
    byte[] message = framing.write(record);
    assertThat(message[0]).isEqualTo((byte) 0xC3);
    assertThat(message[1]).isEqualTo((byte) 0x01);
    assertThat(Frame.fingerprint(message)).isPresent();
    assertThat(Frame.fingerprint(new byte[] {1, 2, 3})).isEmpty();
  }

  @Test
  void refusesAMessageCutAtAnyByte() {
    byte[] message = framing.write(record);
    for (int length = 0; length < message.length; length++) {
      byte[] cut = Arrays.copyOf(message, length);
      assertThatThrownBy(() -> framing.read(cut)).isInstanceOf(UndecodableException.class);
    }
  }

  @Test
  void refusesBytesAfterTheRecord() {
    byte[] message = framing.write(record);
    byte[] longer = Arrays.copyOf(message, message.length + 1);
    assertThatThrownBy(() -> framing.read(longer))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining("bytes follow the GeneSpaceRecord");
  }

  @Test
  void makesNoRoomForMoreThanTheMessageHolds() {
    byte[] frame = Arrays.copyOf(framing.write(record), Frame.HEADER_BYTES);
    byte[] length = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x08}; // 2 to the 30th
    assertThatThrownBy(() -> framing.read(joined(frame, length)))
        .isInstanceOf(UndecodableException.class)
        .hasMessage("Invalid length of a text: 1073741824; expected 0 to 15");
    assertThatThrownBy(() -> framing.read(joined(frame, joined(new byte[] {2, 'i'}, length))))
        .isInstanceOf(UndecodableException.class)
        .hasMessage("Invalid length of a list: 1073741824; expected 0 to 17");
    assertThatThrownBy(() -> framing.read(joined(frame, new byte[] {1})))
        .isInstanceOf(UndecodableException.class)
        .hasMessage("Invalid length of a text: -1; expected 0 to 11");
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Test
  void namesAnUnknownWriterByItsFingerprint() {
    byte[] message = framing.write(record);
    message[4] ^= 0x55;
    assertThatThrownBy(() -> framing.read(message))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessageMatching(
            "Unknown schema fingerprint for GeneSpaceRecord: [0-9a-f]{16}; expected one of the"
                + " released schemas");
  }

  @Test
  void refusesARecordOfAnotherType() {
    Framing<EmbeddingRecord> embeddings = SingleObjectFraming.of(EmbeddingRecord.class);
    assertThatThrownBy(() -> embeddings.read(framing.write(record)))
        .isInstanceOf(UnknownSchemaException.class);
  }
}
