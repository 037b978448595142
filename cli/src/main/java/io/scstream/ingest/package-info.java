/**
 * From count files to chunks of cells on a topic, and back from topics for those who want to look.
 * The same files and options give the same chunks, whatever the run; what is on the topic already
 * is not sent again.
 */
@NullMarked
package io.scstream.ingest;

import org.jspecify.annotations.NullMarked;
