package io.scstream.jobs.operator;

import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.RawRecord;
import io.scstream.schema.DeadLetterRecord;
import io.scstream.schema.framing.Frame;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Writes what a job could not take, with everything needed to look into it and to replay it. */
public final class DeadLetters implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Framing<DeadLetterRecord> FRAMING =
      SingleObjectFraming.of(DeadLetterRecord.class);

  private final String topic;

  /** Letters to this topic. */
  public DeadLetters(String topic) {
    this.topic = topic;
  }

  /** Why something was rejected: the words are part of the contract of the topic. */
  public enum Reason {
    /** The bytes are no framed chunk. */
    UNDECODABLE("decode"),
    /** The writer's schema is not known here; may be replayed after an upgrade. */
    UNKNOWN_SCHEMA("decode"),
    /** A rule of the content is broken. */
    INVALID_CONTENT("validate"),
    /** Cells without a single count; the other cells of the chunk were taken. */
    EMPTY_CELLS("validate"),
    /** A chunk of this identity with another content was taken before. */
    CONFLICTING_DUPLICATE("de-duplicate"),
    /** The chunk is of another gene space than the lineage learns. */
    OTHER_GENE_SPACE("train"),
    /**
     * Target cells of no group that the lineage learns; the other cells of the chunk were taken.
     */
    UNKNOWN_GROUP("train"),
    /** Training on the chunk went wrong, or crashed; it is not trained on again. */
    QUARANTINED("train");

    private final String stage;

    Reason(String stage) {
      this.stage = stage;
    }

    /** Whether it is found before a chunk is given to a model. */
    boolean isOfIntake() {
      return !stage.equals("train");
    }

    /** The word on the topic, for example {@code invalid-content}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** A letter about a record whose cells cannot be told. */
  public Message unreadable(RawRecord raw, Reason reason, String detail, Instant at) {
    return message(raw, letter(raw, reason, detail, at).setCells(-1).build());
  }

  /** A letter about some or all cells of a record. */
  public Message rejected(
      RawRecord raw, Reason reason, String detail, List<String> cells, Instant at) {
    return message(
        raw, letter(raw, reason, detail, at).setCellIds(cells).setCells(cells.size()).build());
  }

  private Message message(RawRecord raw, DeadLetterRecord letter) {
    byte[] key = raw.key();
    return Message.of(topic, key == null ? new byte[0] : key, FRAMING.write(letter));
  }

  private static DeadLetterRecord.Builder letter(
      RawRecord raw, Reason reason, String detail, Instant at) {
    byte[] key = raw.key();
    OptionalLong fingerprint = Frame.fingerprint(raw.value());
    return DeadLetterRecord.newBuilder()
        .setStage(reason.stage)
        .setReason(reason.word())
        .setDetail(detail)
        .setSourceTopic(raw.position().topic())
        .setSourcePartition(raw.position().partition())
        .setSourceOffset(raw.position().offset())
        .setSourceKey(key == null ? null : ByteBuffer.wrap(key))
        .setPayload(ByteBuffer.wrap(raw.value()))
        .setSchemaFingerprint(fingerprint.isPresent() ? fingerprint.getAsLong() : null)
        .setAttempt(raw.attempts() + 1)
        .setRejectedAt(at);
  }
}
