/**
 * A whole deployment inside one process: the folder it lives in and Kafka's own broker. It exists
 * so that the product can be tried, and tested, without any service running.
 */
@NullMarked
package io.scstream.embedded;

import org.jspecify.annotations.NullMarked;
