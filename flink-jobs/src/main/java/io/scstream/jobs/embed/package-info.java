/** Embedding with a model that is replaced while records flow. */
@NullMarked
package io.scstream.jobs.embed;

import org.jspecify.annotations.NullMarked;
