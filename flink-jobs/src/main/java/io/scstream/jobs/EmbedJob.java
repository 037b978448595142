package io.scstream.jobs;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.KafkaStreams;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.MessageCodec;
import io.scstream.jobs.connect.RawRecord;
import io.scstream.jobs.embed.EmbedFunction;
import io.scstream.jobs.embed.ModelPointer;
import io.scstream.jobs.embed.ModelPointerCodec;
import io.scstream.jobs.embed.PointerFunction;
import io.scstream.jobs.publish.StoreFactory;
import io.scstream.jobs.state.CodecTypeInfo;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Embeds a stream of cells with a published version of a model, which newer ones replace while the
 * cells flow. What cannot be read is skipped here: it is the training job that keeps dead letters.
 *
 * <pre>
 * cells ──► decode ──► admit, keyed by dataset|batch ──► embed ──► embeddings, alerts
 * model events ──► pointers ──► broadcast ─────────────────┘
 * </pre>
 */
public final class EmbedJob {
  private static final int MAX_PARALLELISM = 128;

  private EmbedJob() {}

  /** What a job reads: cells, and what is said of model versions. */
  public record Inputs(DataStream<RawRecord> cells, DataStream<RawRecord> modelEvents) {}

  /** Under this name completed checkpoints tell Kafka how far the job has read. */
  public static String consumerGroup(ScstreamConfig config) {
    return "scstream-embed-" + config.lineage().name();
  }

  /** Defines the job on the topics of the settings; {@code modelRef} as in {@code name@latest}. */
  public static void define(
      StreamExecutionEnvironment env, ScstreamConfig config, String modelRef) {
    FlinkSettings.apply(env, config);
    String group = consumerGroup(config);
    boolean isFollowing = config.embed().follow();
    DataStream<RawRecord> cells =
        CellIntake.records(
            env,
            isFollowing
                ? KafkaStreams.cells(config, group)
                : KafkaStreams.cellsToTheEnd(config, group));
    DataStream<RawRecord> events =
        env.fromSource(
                KafkaStreams.modelEvents(config, group, isFollowing),
                EventTime.ofNoMatter(),
                "model events")
            .uid("model-events")
            .setParallelism(1);
    define(config, modelRef, new Inputs(cells, events), KafkaStreams.embeddings(config));
  }

  /** Defines the job on any records. */
  public static void define(
      ScstreamConfig config, String modelRef, Inputs inputs, Sink<Message> embeddings) {
    BroadcastStream<ModelPointer> pointers =
        inputs
            .modelEvents()
            .process(
                new PointerFunction(config.lineage().name()),
                CodecTypeInfo.of(new ModelPointerCodec()))
            .uid("pointers")
            .name("pointers")
            .setParallelism(1)
            .broadcast(EmbedFunction.POINTERS);
    int parallelism = config.embed().parallelism();
    CellIntake.define(config, inputs.cells())
        .chunks()
        .connect(pointers)
        .process(
            new EmbedFunction(config, modelRef, StoreFactory.of(config.publish())),
            CodecTypeInfo.of(new MessageCodec()))
        .uid("embed")
        .name("embed")
        .setParallelism(parallelism)
        .setMaxParallelism(MAX_PARALLELISM)
        .sinkTo(embeddings)
        .uid("embeddings")
        .name("embeddings")
        .setParallelism(parallelism);
  }
}
