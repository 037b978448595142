/**
 * The server: models, live metrics, points and commands over HTTP, and the page. What it answers to
 * is written in {@code openapi.yaml}.
 */
@NullMarked
package io.scstream.serve;

import org.jspecify.annotations.NullMarked;
