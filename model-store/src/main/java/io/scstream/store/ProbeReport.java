package io.scstream.store;

/**
 * How a place did that can hold a store.
 *
 * @param operations that were tried
 * @param medianMillis of one of them, which is one or two requests
 */
public record ProbeReport(int operations, double medianMillis) {}
