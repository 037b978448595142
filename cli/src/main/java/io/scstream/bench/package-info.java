/**
 * Benches that any developer can run: what a fault does to a run, and how a run behaves as it
 * grows. They drive a real cluster of processes and print one JSON object.
 */
@NullMarked
package io.scstream.bench;

import org.jspecify.annotations.NullMarked;
