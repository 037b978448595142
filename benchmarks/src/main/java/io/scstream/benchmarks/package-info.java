/** Microbenchmarks of public pieces of the models, for whoever changes one of them. */
@NullMarked
package io.scstream.benchmarks;

import org.jspecify.annotations.NullMarked;
