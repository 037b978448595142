/**
 * What goes on in the stream, kept in bounded memory: events, series, alerts, dead letters, lag.
 */
@NullMarked
package io.scstream.serve.live;

import org.jspecify.annotations.NullMarked;
