package io.scstream.cluster;

import java.time.Duration;

/**
 * A completed checkpoint.
 *
 * @param path where it lies, to be restored from
 * @param bytes of state that it refers to
 * @param bytesWritten of state that were new in it
 */
public record CheckpointFacts(
    long number, String path, long bytes, long bytesWritten, Duration duration) {}
