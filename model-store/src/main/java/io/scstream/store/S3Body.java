package io.scstream.store;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** An object as it comes. Closed early, it drops the connection and does not read what is left. */
final class S3Body extends FilterInputStream {

  private final ResponseInputStream<GetObjectResponse> body;
  private boolean isAtEnd;

  S3Body(ResponseInputStream<GetObjectResponse> body) {
    super(body);
    this.body = body;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      int count = body.read(buffer, offset, length);
      isAtEnd |= count < 0;
      return count;
    } catch (SdkException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (isAtEnd) {
      super.close();
    } else {
      body.abort();
    }
  }
}
