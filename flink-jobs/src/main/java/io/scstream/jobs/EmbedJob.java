package io.scstream.jobs;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.KafkaStreams;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.MessageCodec;
import io.scstream.jobs.connect.RawRecord;
import io.scstream.jobs.operator.EmbedFunction;
import io.scstream.jobs.publish.StoreFactory;
import io.scstream.jobs.state.CodecTypeInfo;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Embeds a stream of cells with a published version of a model. What cannot be read is skipped
 * here: it is the training job that keeps dead letters.
 *
 * <pre>
 * cells ──► decode ──► admit ──► embed ──► embeddings
 * </pre>
 */
public final class EmbedJob {
  private EmbedJob() {}

  /** Defines the job on the topic of the settings; {@code modelRef} as in {@code name@latest}. */
  public static void define(
      StreamExecutionEnvironment env, ScstreamConfig config, String modelRef) {
    FlinkSettings.apply(env, config);
    String group = "scstream-embed-" + config.lineage().name();
    define(
        config,
        modelRef,
        CellIntake.records(
            env,
            config.embed().follow()
                ? KafkaStreams.cells(config, group)
                : KafkaStreams.cellsToTheEnd(config, group)),
        KafkaStreams.messages(config));
  }

  /** Defines the job on any records. */
  public static void define(
      ScstreamConfig config,
      String modelRef,
      DataStream<RawRecord> records,
      Sink<Message> embeddings) {
    CellIntake.define(config, records)
        .chunks()
        .process(
            new EmbedFunction(config, modelRef, StoreFactory.folder(config.publish().store())),
            CodecTypeInfo.of(new MessageCodec()))
        .uid("embed")
        .name("embed")
        .setParallelism(config.embed().parallelism())
        .sinkTo(embeddings)
        .uid("embeddings")
        .name("embeddings");
  }
}
