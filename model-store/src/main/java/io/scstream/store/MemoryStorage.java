package io.scstream.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Everything on the heap, one operation at a time. */
final class MemoryStorage implements Storage {

  private final Clock clock;
  private final TreeMap<String, byte[]> files = new TreeMap<>();
  private final Map<String, Attempt> attempts = new HashMap<>();
  private long attemptsSoFar;

  MemoryStorage(Clock clock) {
    this.clock = clock;
  }

  private record Attempt(Instant since, Map<String, byte[]> blobs) {}

  @Override
  public synchronized Staging stage(ModelVersion version) {
    attemptsSoFar++;
    String token = version.lineage() + "/" + version.version() + "-" + attemptsSoFar;
    attempts.put(token, new Attempt(clock.instant(), new HashMap<>()));
    return new StagingArea(version, token, new Place(token));
  }

  @Override
  public synchronized void adopt(StagedVersion staged, String name, BlobRef blob) {
    String path = Names.blob(blob);
    if (files.containsKey(path)) {
      return;
    }
    byte[] content = attempt(staged.token()).blobs().get(name);
    if (content == null) {
      throw Adoption.missing(staged, name);
    }
    Adoption.check(staged, name, BlobRef.of(content));
    files.put(path, content);
  }

  @Override
  public synchronized void discard(StagedVersion staged) {
    attempts.remove(staged.token());
  }

  @Override
  public synchronized int collect(String lineage, Instant before) {
    int present = attempts.size();
    attempts
        .entrySet()
        .removeIf(
            attempt ->
                attempt.getKey().startsWith(lineage + "/")
                    && attempt.getValue().since().isBefore(before));
    return present - attempts.size();
  }

  @Override
  public synchronized boolean createOnce(String path, byte[] content) {
    return files.putIfAbsent(path, content.clone()) == null;
  }

  @Override
  public synchronized boolean replace(String path, Optional<byte[]> expected, byte[] content) {
    byte[] current = files.get(path);
    if (!Arrays.equals(current, expected.orElse(null))) {
      return false;
    }
    files.put(path, content.clone());
    return true;
  }

  @Override
  public synchronized Optional<byte[]> read(String path) {
    return Optional.ofNullable(files.get(path)).map(byte[]::clone);
  }

  @Override
  public synchronized Optional<InputStream> open(String path) {
    return Optional.ofNullable(files.get(path)).map(ByteArrayInputStream::new);
  }

  @Override
  public synchronized void delete(String path) {
    files.remove(path);
  }

  @Override
  public synchronized List<String> list(String folder) {
    String prefix = folder + "/";
    return files.tailMap(prefix).keySet().stream()
        .takeWhile(path -> path.startsWith(prefix))
        .map(path -> path.substring(prefix.length()).split("/", 2)[0])
        .distinct()
        .toList();
  }

  private synchronized void keep(String token, String name, byte[] content) {
    attempt(token).blobs().put(name, content);
  }

  private synchronized void forget(String token) {
    attempts.remove(token);
  }

  private Attempt attempt(String token) {
    return attempts.getOrDefault(token, new Attempt(Instant.EPOCH, new HashMap<>()));
  }

  private final class Place implements StagingArea.Place {

    private final String token;

    Place(String token) {
      this.token = token;
    }

    @Override
    public OutputStream create(String blobName) {
      return new ByteArrayOutputStream() {
        @Override
        public void close() throws IOException {
          super.close();
          keep(token, blobName, toByteArray());
        }
      };
    }

    @Override
    public void seal() {}

    @Override
    public void discard() {
      forget(token);
    }
  }
}
