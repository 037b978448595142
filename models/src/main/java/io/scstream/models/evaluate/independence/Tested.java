package io.scstream.models.evaluate.independence;

/**
 * What a test of independence found.
 *
 * @param statistic 0 or about 0 under independence, the larger the more dependent
 * @param pValue the chance of so large a statistic under independence, from 0 to 1
 */
public record Tested(double statistic, double pValue) {}
