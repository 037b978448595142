package io.scstream.jobs;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.connect.PlacedChunkCodec;
import io.scstream.jobs.connect.RawRecord;
import io.scstream.jobs.operator.AdmitFunction;
import io.scstream.jobs.operator.Alerts;
import io.scstream.jobs.operator.DeadLetters;
import io.scstream.jobs.operator.DecodeFunction;
import io.scstream.jobs.operator.SideOutputs;
import io.scstream.jobs.state.CodecTypeInfo;
import io.scstream.schema.cells.ChunkId;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The first part of every job.
 *
 * <pre>
 * cells ──► source ──► decode ──► admit, keyed by dataset|batch ──► chunks
 *                        └───────────┴──► messages: dead letters, alerts
 * </pre>
 */
record CellIntake(DataStream<PlacedChunk> chunks, DataStream<Message> messages) {

  static CellIntake define(ScstreamConfig config, DataStream<RawRecord> records) {
    DeadLetters letters = new DeadLetters(config.topics().deadLetters());
    Alerts alerts = new Alerts(config.topics().alerts(), config.lineage().name());
    CodecTypeInfo<PlacedChunk> chunks = CodecTypeInfo.of(new PlacedChunkCodec());

    SingleOutputStreamOperator<PlacedChunk> decoded =
        records.process(new DecodeFunction(letters), chunks).uid("decode").name("decode");
    SingleOutputStreamOperator<PlacedChunk> admitted =
        decoded
            .keyBy(placed -> ChunkId.of(placed.chunk()).messageKey())
            .process(new AdmitFunction(letters, alerts, config.input().dedupTtl()), chunks)
            .uid("admit")
            .name("admit");
    return new CellIntake(
        admitted,
        decoded
            .getSideOutput(SideOutputs.MESSAGES)
            .union(admitted.getSideOutput(SideOutputs.MESSAGES)));
  }

  /** The records of a topic of cells, in the order of each partition. */
  static DataStream<RawRecord> records(
      StreamExecutionEnvironment env, KafkaSource<RawRecord> cells) {
    return env.fromSource(cells, WatermarkStrategy.noWatermarks(), "cells").uid("cells");
  }
}
