package io.scstream.jobs;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.MessageCodec;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.connect.PlacedChunkCodec;
import io.scstream.jobs.connect.RawRecord;
import io.scstream.jobs.operator.AdmitFunction;
import io.scstream.jobs.operator.Alerts;
import io.scstream.jobs.operator.DeadLetters;
import io.scstream.jobs.operator.DecodeFunction;
import io.scstream.jobs.operator.Decoded;
import io.scstream.jobs.operator.DecodedCodec;
import io.scstream.jobs.operator.IntakeWatch;
import io.scstream.jobs.operator.Metrics;
import io.scstream.jobs.operator.SideOutputs;
import io.scstream.jobs.operator.Verdict;
import io.scstream.jobs.state.CodecTypeInfo;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The first part of every job.
 *
 * <pre>
 * cells ──► source ──► decode ──► admit, keyed by dataset|batch ──► chunks
 *                                   ├──► messages: dead letters, alerts
 *                                   └──► verdicts ──► watch ──► messages: totals, alerts
 * </pre>
 */
record CellIntake(
    DataStream<PlacedChunk> chunks, DataStream<Message> messages, DataStream<Verdict> verdicts) {

  static CellIntake define(ScstreamConfig config, DataStream<RawRecord> records) {
    DeadLetters letters = new DeadLetters(config.topics().deadLetters());
    Alerts alerts = new Alerts(config.topics().alerts(), config.lineage().name());

    SingleOutputStreamOperator<PlacedChunk> admitted =
        records
            .map(new DecodeFunction(), CodecTypeInfo.of(new DecodedCodec()))
            .uid("decode")
            .name("decode")
            .assignTimestampsAndWatermarks(EventTime.ofChunks(config))
            .uid("event-time")
            .name("event-time")
            .keyBy(Decoded::key)
            .process(
                new AdmitFunction(letters, alerts, config.input()),
                CodecTypeInfo.of(new PlacedChunkCodec()))
            .uid("admit")
            .name("admit");
    return new CellIntake(
        admitted,
        admitted.getSideOutput(SideOutputs.MESSAGES),
        admitted.getSideOutput(SideOutputs.VERDICTS));
  }

  /**
   * Adds the watch over the verdicts, once a job: it counts, warns, and ends the job where too much
   * is rejected. A job without it takes what it can and leaves the rest to others.
   */
  DataStream<Message> watch(ScstreamConfig config) {
    String lineage = config.lineage().name();
    return verdicts
        .process(
            new IntakeWatch(
                new Metrics(config.topics().metrics(), lineage),
                new Alerts(config.topics().alerts(), lineage),
                config.input().deadLetterRatio()),
            CodecTypeInfo.of(new MessageCodec()))
        .uid("watch")
        .name("watch")
        .setParallelism(1)
        .setMaxParallelism(1);
  }

  /** The records of a topic of cells, in the order of each partition. */
  static DataStream<RawRecord> records(
      StreamExecutionEnvironment env, Source<RawRecord, ?, ?> cells) {
    return env.fromSource(cells, WatermarkStrategy.noWatermarks(), "cells").uid("cells");
  }
}
