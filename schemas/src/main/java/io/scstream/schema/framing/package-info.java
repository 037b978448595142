/**
 * How a record becomes the bytes of one Kafka message and back: Avro single-object encoding, that
 * is {@code C3 01}, the CRC-64-AVRO fingerprint of the writer's schema, and the record. Readers
 * resolve any released writer's schema to their own.
 */
@NullMarked
package io.scstream.schema.framing;

import org.jspecify.annotations.NullMarked;
