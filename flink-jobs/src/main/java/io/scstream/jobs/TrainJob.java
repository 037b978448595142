package io.scstream.jobs;

import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.GeneSpaces;
import io.scstream.jobs.connect.KafkaGeneSpaces;
import io.scstream.jobs.connect.KafkaLagProbe;
import io.scstream.jobs.connect.KafkaStreams;
import io.scstream.jobs.connect.LagProbe;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.RawRecord;
import io.scstream.jobs.connect.Valve;
import io.scstream.jobs.connect.ValvedSource;
import io.scstream.jobs.operator.LearnerSettings;
import io.scstream.jobs.operator.SideOutputs;
import io.scstream.jobs.operator.TrainOperator;
import io.scstream.jobs.publish.AnnouncerFactory;
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
import java.time.InstantSource;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Keeps one model up to date with a stream of cells.
 *
 * <pre>
 *                       control ────┐
 * cells ──► decode ──► admit ──► train ──► model sink: stage, publish, announce
 *   ▲                    ├─► watch ─┤
 *   │                    └──────────┴──► messages: dead letters, alerts, metrics
 *   └────────────── valve ─────────────┘ train, publish
 * </pre>
 */
public final class TrainJob {
  private TrainJob() {}

  /**
   * What a training job meets outside of Flink.
   *
   * @param lag how many cells wait, asked if they are to be thinned out
   * @param messages where dead letters, alerts and metrics go
   */
  public record Surroundings(
      LearnerFactory learners,
      GeneSpaces geneSpaces,
      StoreFactory stores,
      AnnouncerFactory announcers,
      LagProbe.Factory lag,
      Sink<Message> messages) {
    /** The real ones. */
    public static Surroundings of(ScstreamConfig config) {
      return new Surroundings(
          new DjlLearnerFactory(LearnerSettings.training(config), config.train().device()),
          new KafkaGeneSpaces(config),
          StoreFactory.of(config.publish()),
          KafkaAnnouncer.factory(config),
          KafkaLagProbe.factory(config),
          KafkaStreams.messages(config));
    }

    /** The same with other stores. */
    public Surroundings withStores(StoreFactory others) {
      return new Surroundings(learners, geneSpaces, others, announcers, lag, messages);
    }

    /** The same with other learners. */
    public Surroundings withLearners(LearnerFactory others) {
      return new Surroundings(others, geneSpaces, stores, announcers, lag, messages);
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
    define(env, settings, platform, Surroundings.of(settings.config()));
  }

  /** Defines the job on the topic of the settings, in any surroundings. */
  public static void define(
      StreamExecutionEnvironment env,
      ConfigLoader.Loaded settings,
      ManifestWriter.Platform platform,
      Surroundings outside) {
    ScstreamConfig config = settings.config();
    FlinkSettings.apply(env, config);
    String group = consumerGroup(config);
    define(
        settings,
        platform.over(KafkaStreams.cellPartitions(config)),
        new Inputs(
            CellIntake.records(
                env, ValvedSource.of(config.lineage().name(), KafkaStreams.cells(config, group))),
            control(env, config)),
        outside);
  }

  /**
   * What comes in.
   *
   * @param cells records of chunks, in the order of each partition
   * @param control records of commands
   */
  public record Inputs(DataStream<RawRecord> cells, DataStream<RawRecord> control) {}

  /** Commands from now on; a job that goes on from a saved state reads on from where it was. */
  private static DataStream<RawRecord> control(
      StreamExecutionEnvironment env, ScstreamConfig config) {
    KafkaSource<RawRecord> commands =
        KafkaStreams.control(
            config, consumerGroup(config) + "-control", InstantSource.system().millis());
    return env.fromSource(commands, WatermarkStrategy.noWatermarks(), "control")
        .uid("control")
        .setParallelism(1);
  }

  /** Defines the job on any records, in any surroundings. */
  public static void define(
      ConfigLoader.Loaded settings,
      ManifestWriter.Platform platform,
      Inputs inputs,
      Surroundings outside) {
    ScstreamConfig config = settings.config();
    String lineage = config.lineage().name();
    CellIntake intake = CellIntake.define(config, inputs.cells());

    SingleOutputStreamOperator<VersionDraft> versions =
        intake
            .chunks()
            .keyBy(chunk -> TrainOperator.KEY)
            .connect(inputs.control().keyBy(command -> TrainOperator.KEY))
            .transform(
                "train",
                CodecTypeInfo.of(new VersionDraftCodec()),
                new TrainOperator(
                    config,
                    new TrainOperator.Surroundings(
                        outside.learners(), outside.geneSpaces(), outside.stores(), outside.lag())))
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
                (reason, isWanted) -> Valve.of(lineage).set(reason, isWanted)))
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
