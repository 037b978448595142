package io.scstream.jobs.operator;

import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.MessageCodec;
import io.scstream.jobs.state.CodecTypeInfo;
import org.apache.flink.util.OutputTag;

/** What operators say besides their main output. */
public final class SideOutputs {
  /** Dead letters, alerts and metrics, each with its topic. */
  public static final OutputTag<Message> MESSAGES =
      new OutputTag<>("messages", CodecTypeInfo.of(new MessageCodec()));

  /** What became of each record at the intake, in the order of the records. */
  public static final OutputTag<Verdict> VERDICTS =
      new OutputTag<>("verdicts", CodecTypeInfo.of(new VerdictCodec()));

  private SideOutputs() {}
}
