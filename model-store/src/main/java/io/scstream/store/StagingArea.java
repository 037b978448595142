package io.scstream.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Names, hashes and counts what is staged; where the bytes go is up to its place. */
final class StagingArea implements Staging {

  private final ModelVersion version;
  private final String token;
  private final Place place;
  private final Set<String> opened = new TreeSet<>();
  private final SortedMap<String, BlobRef> written = new TreeMap<>();
  private boolean isOver;

  StagingArea(ModelVersion version, String token, Place place) {
    this.version = version;
    this.token = token;
    this.place = place;
  }

  /** Where staged bytes go. */
  interface Place {
    /** A stream whose closing makes the bytes durable. */
    OutputStream create(String blobName) throws IOException;

    /** Makes the names durable too. */
    void seal() throws IOException;

    void discard() throws IOException;
  }

  @Override
  public ModelVersion version() {
    return version;
  }

  @Override
  public OutputStream open(String blobName) {
    return create(blobName);
  }

  @Override
  public BlobRef put(String blobName, byte[] content) {
    return put(blobName, new ByteArrayInputStream(content));
  }

  @Override
  public BlobRef put(String blobName, InputStream content) {
    try (BlobStream out = create(blobName)) {
      out.fill(content);
    } catch (IOException e) {
      throw StoreException.io("stage " + blobName + " of " + version, e);
    }
    return staged(blobName);
  }

  @Override
  public StagedVersion finish() {
    checkNotOver();
    for (String blobName : opened) {
      staged(blobName);
    }
    StagedVersion staged = new StagedVersion(version, token, written);
    try {
      place.seal();
    } catch (IOException e) {
      throw StoreException.io("finish staging " + version, e);
    }
    isOver = true;
    return staged;
  }

  @Override
  public void close() {
    if (isOver) {
      return;
    }
    isOver = true;
    try {
      place.discard();
    } catch (IOException e) {
      throw StoreException.io("discard what was staged of " + version, e);
    }
  }

  private BlobStream create(String blobName) {
    checkNotOver();
    Names.checkBlob(blobName);
    if (!opened.add(blobName)) {
      throw StoreException.badInput(
          "Blob " + blobName + " of " + version + " is staged already; expected each name once");
    }
    try {
      return new BlobStream(blobName, place.create(blobName));
    } catch (IOException e) {
      throw StoreException.io("stage " + blobName + " of " + version, e);
    }
  }

  private BlobRef staged(String blobName) {
    BlobRef blob = written.get(blobName);
    if (blob == null) {
      throw StoreException.badInput(
          "Blob "
              + blobName
              + " of "
              + version
              + " is incomplete; expected its stream to be closed");
    }
    return blob;
  }

  private void checkNotOver() {
    if (isOver) {
      throw StoreException.badInput(
          "Staging of " + version + " is over; expected a new one for every attempt");
    }
  }

  /** Counts as staged only if every write and the closing worked. */
  private final class BlobStream extends OutputStream {

    private final String blobName;
    private final OutputStream out;
    private final Sha256 sha256 = new Sha256();
    private boolean isWhole = true;
    private boolean isClosed;

    BlobStream(String blobName, OutputStream out) {
      this.blobName = blobName;
      this.out = out;
    }

    /** Closed before the input has ended, this is not whole. */
    void fill(InputStream content) throws IOException {
      isWhole = false;
      content.transferTo(this);
      isWhole = true;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      boolean wasWhole = isWhole;
      isWhole = false;
      out.write(buffer, offset, length);
      sha256.update(buffer, offset, length);
      isWhole = wasWhole;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      if (isClosed) {
        return;
      }
      isClosed = true;
      out.close();
      if (isWhole) {
        written.put(blobName, sha256.blob());
      }
    }
  }
}
