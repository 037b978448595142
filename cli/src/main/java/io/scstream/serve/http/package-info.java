/** What every route needs of a request and an answer: bodies, parameters, ranges, refusals. */
@NullMarked
package io.scstream.serve.http;

import org.jspecify.annotations.NullMarked;
