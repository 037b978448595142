/** What a person asks of jobs and of the store, whether on a command line or over HTTP. */
@NullMarked
package io.scstream.control;

import org.jspecify.annotations.NullMarked;
