package io.scstream.store;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * A place where the blobs of one version wait, invisible, until the version is published. Closed
 * before it is finished, it takes everything with it. For one thread.
 */
public interface Staging extends AutoCloseable {

  ModelVersion version();

  /** A stream that hashes as it writes; closing it makes the blob durable. */
  OutputStream open(String blobName);

  BlobRef put(String blobName, byte[] content);

  /** Reads to the end; leaves the input open. */
  BlobRef put(String blobName, InputStream content);

  /** Ends writing; what is staged now outlives this object and the process. */
  StagedVersion finish();

  /** Discards what was staged, unless finished. */
  @Override
  void close();
}
