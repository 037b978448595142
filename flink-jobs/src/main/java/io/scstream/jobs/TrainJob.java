package io.scstream.jobs;

import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.GeneSpaces;
import io.scstream.jobs.connect.KafkaGeneSpaces;
import io.scstream.jobs.connect.KafkaStreams;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.RawRecord;
import io.scstream.jobs.operator.LearnerSettings;
import io.scstream.jobs.operator.SideOutputs;
import io.scstream.jobs.operator.TrainOperator;
import io.scstream.jobs.publish.AnnouncerFactory;
import io.scstream.jobs.publish.Backpressure;
import io.scstream.jobs.publish.KafkaAnnouncer;
import io.scstream.jobs.publish.ManifestWriter;
import io.scstream.jobs.publish.ModelSink;
import io.scstream.jobs.publish.StoreFactory;
import io.scstream.jobs.publish.VersionDraft;
import io.scstream.jobs.publish.VersionDraftCodec;
import io.scstream.jobs.state.CodecTypeInfo;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.LearnerFactory;
import java.time.Duration;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Keeps one model up to date with a stream of cells.
 *
 * <pre>
 * cells ──► decode ──► admit ──► train ──► model sink: stage, publish, announce
 *                        ├─► watch ─┤
 *                        └──────────┴──► messages: dead letters, alerts, metrics
 * </pre>
 */
public final class TrainJob {
  private TrainJob() {}

  /**
   * What a training job meets outside of Flink.
   *
   * @param messages where dead letters, alerts and metrics go
   */
  public record Surroundings(
      LearnerFactory learners,
      GeneSpaces geneSpaces,
      StoreFactory stores,
      AnnouncerFactory announcers,
      Sink<Message> messages) {
    /** The real ones. */
    public static Surroundings of(ScstreamConfig config) {
      return new Surroundings(
          new DjlLearnerFactory(LearnerSettings.training(config), config.train().device()),
          new KafkaGeneSpaces(config),
          StoreFactory.folder(config.publish().store()),
          KafkaAnnouncer.factory(config),
          KafkaStreams.messages(config));
    }
  }

  /** Under this name completed checkpoints tell Kafka how far the job has read. */
  public static String consumerGroup(ScstreamConfig config) {
    return "scstream-train-" + config.lineage().name();
  }

  /** What is staged longer ago than this, no checkpoint that may be restored can name. */
  static Duration stagingAge(ScstreamConfig config) {
    Duration reachable =
        config
            .checkpoint()
            .interval()
            .multipliedBy(FlinkSettings.RETAINED_CHECKPOINTS)
            .plusHours(1);
    Duration asked = config.publish().stagingTtl();
    return asked.compareTo(reachable) > 0 ? asked : reachable;
  }

  /** Defines the job on the topic of the settings; it never ends by itself. */
  public static void define(
      StreamExecutionEnvironment env,
      ConfigLoader.Loaded settings,
      ManifestWriter.Platform platform) {
    ScstreamConfig config = settings.config();
    FlinkSettings.apply(env, config);
    define(
        settings,
        platform,
        CellIntake.records(env, KafkaStreams.cells(config, consumerGroup(config))),
        Surroundings.of(config));
  }

  /** Defines the job on any records, in any surroundings. */
  public static void define(
      ConfigLoader.Loaded settings,
      ManifestWriter.Platform platform,
      DataStream<RawRecord> records,
      Surroundings outside) {
    ScstreamConfig config = settings.config();
    String lineage = config.lineage().name();
    CellIntake intake = CellIntake.define(config, records);

    SingleOutputStreamOperator<VersionDraft> versions =
        intake
            .chunks()
            .keyBy(chunk -> lineage)
            .transform(
                "train",
                CodecTypeInfo.of(new VersionDraftCodec()),
                new TrainOperator(config, outside.learners(), outside.geneSpaces()))
            .uid("train")
            .setParallelism(1)
            .setMaxParallelism(1);

    versions
        .sinkTo(
            new ModelSink(
                outside.stores(),
                new ManifestWriter(lineage, settings.flat(), platform),
                outside.announcers(),
                new ModelSink.Limits(config.publish().maxPending(), stagingAge(config)),
                Backpressure.NONE))
        .uid("publish")
        .name("publish")
        .setParallelism(1);
    intake
        .messages()
        .union(intake.watch(config), versions.getSideOutput(SideOutputs.MESSAGES))
        .sinkTo(outside.messages())
        .uid("messages")
        .name("messages");
  }
}
