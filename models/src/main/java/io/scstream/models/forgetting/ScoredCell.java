package io.scstream.models.forgetting;

import java.util.Optional;

/**
 * A held-out cell and what a model makes of it.
 *
 * @param stratum that it is compared in
 * @param donor whom it comes from, where that is known
 * @param bound the evidence lower bound of the cell in nats; higher is better
 */
public record ScoredCell(String id, String stratum, Optional<String> donor, double bound) {}
