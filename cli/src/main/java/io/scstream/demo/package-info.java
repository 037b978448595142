/** The whole product on a small data set, from a file to embeddings, and what it amounted to. */
@NullMarked
package io.scstream.demo;

import org.jspecify.annotations.NullMarked;
