/**
 * How model versions leave a job: staged by a sink's writer, published by its committer once the
 * checkpoint that contains them is complete, announced afterwards.
 */
@NullMarked
package io.scstream.jobs.publish;

import org.jspecify.annotations.NullMarked;
