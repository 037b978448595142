/**
 * The jobs: each class reads as its topology and is started by the command, by tests and embedded.
 */
@NullMarked
package io.scstream.jobs;

import org.jspecify.annotations.NullMarked;
