/**
 * Where streams begin and end: raw records from Kafka, framed messages to Kafka, gene spaces looked
 * up by id, announcements of model versions.
 */
@NullMarked
package io.scstream.jobs.connect;

import org.jspecify.annotations.NullMarked;
