"""Kafka's topics, read from their first message to their last."""

import time
from pathlib import Path

from kafka import KafkaConsumer, TopicPartition

CELLS = "sc.cells.v1"
GENE_SPACES = "sc.gene-spaces.v1"
EMBEDDINGS = "sc.embeddings.v1"

PATIENCE_SECONDS = 30


def bootstrap(workdir="scstream-work"):
    """The address of the broker that runs inside an scstream process on this work folder."""
    path = Path(workdir) / "bootstrap"
    if not path.is_file():
        raise FileNotFoundError(
            f"No broker runs on {workdir}; expected {path}, which scstream writes while one does"
        )
    return path.read_text(encoding="utf-8").strip()


def read_all(servers, topic):
    """Every committed message that is on the topic when the call begins, partition by partition."""
    consumer = KafkaConsumer(
        bootstrap_servers=servers,
        enable_auto_commit=False,
        isolation_level="read_committed",
        fetch_max_bytes=64 << 20,
        max_partition_fetch_bytes=64 << 20,
    )
    try:
        numbers = consumer.partitions_for_topic(topic)
        if not numbers:
            raise LookupError(
                f"No topic {topic} on {servers}; expected one that `scstream ingest` or a job made"
            )
        for number in sorted(numbers):
            partition = TopicPartition(topic, number)
            consumer.assign([partition])
            consumer.seek_to_beginning(partition)
            yield from _until(consumer, partition, consumer.end_offsets([partition])[partition])
    finally:
        consumer.close()


def _until(consumer, partition, end):
    last_progress = time.monotonic()
    while (before := consumer.position(partition)) < end:
        for message in consumer.poll(timeout_ms=1000).get(partition, []):
            if message.offset < end:
                yield message
        if consumer.position(partition) > before:
            last_progress = time.monotonic()
        elif time.monotonic() - last_progress > PATIENCE_SECONDS:
            raise TimeoutError(
                f"{partition.topic}-{partition.partition} stands at {before} of {end} messages"
                f" for {PATIENCE_SECONDS} s"
            )
