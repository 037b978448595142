package io.scstream.serve;

import io.javalin.http.Context;
import io.scstream.serve.http.ByteRange;
import io.scstream.serve.http.EntityTag;
import io.scstream.store.BlobRef;
import io.scstream.store.ModelStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Optional;

/** Sends a file of the store, whole or in part. */
final class BlobDownload {
  private static final int BUFFER = 16_384;

  private final ModelStore store;
  private final Slots slots;
  private final Clock clock;

  BlobDownload(ModelStore store, Slots slots, Clock clock) {
    this.store = store;
    this.slots = slots;
    this.clock = clock;
  }

  void answer(Context request, BlobRef blob) throws IOException {
    EntityTag tag = new EntityTag(blob.sha256());
    request
        .disableCompression()
        .header("ETag", tag.header())
        .header("Accept-Ranges", "bytes")
        .header("Cache-Control", "private, max-age=31536000, immutable")
        .contentType("application/octet-stream");
    if (tag.isKnown(request)) {
      request.status(304);
      return;
    }
    Optional<ByteRange> range =
        tag.isOfRange(request.header("If-Range"))
            ? ByteRange.of(request.header("Range"), blob.bytes())
            : Optional.empty();
    range.ifPresent(
        part -> request.status(206).header("Content-Range", part.contentRange(blob.bytes())));
    request.res().setContentLengthLong(range.map(ByteRange::length).orElse(blob.bytes()));
    if (!request.method().name().equals("HEAD")) {
      slots.use(() -> send(request, blob, range));
    }
  }

  private void send(Context request, BlobRef blob, Optional<ByteRange> range) throws IOException {
    try (InputStream in = store.open(blob)) {
      OutputStream out = new SteadyOutput(request.res().getOutputStream(), clock);
      if (range.isPresent()) {
        in.skipNBytes(range.get().first());
        copy(in, out, range.get().length(), false);
      } else {
        copy(in, out, blob.bytes(), true);
      }
      out.flush();
    }
  }

  /**
   * Copies so many bytes. Of a whole file the last ones are held back until the store has found
   * that all were as published: what is damaged ends short of its length.
   */
  private static void copy(InputStream in, OutputStream out, long length, boolean isWhole)
      throws IOException {
    byte[] part = new byte[BUFFER];
    long left = length;
    while (left > 0) {
      int read = in.readNBytes(part, 0, (int) Math.min(part.length, left));
      left -= read;
      if (left == 0 && isWhole && in.read() >= 0) {
        throw new IOException("More bytes than " + length);
      }
      if (read == 0) {
        throw new IOException("Fewer bytes than " + length);
      }
      out.write(part, 0, read);
    }
  }
}
