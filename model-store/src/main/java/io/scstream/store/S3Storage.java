package io.scstream.store;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A bucket of an object store whose reads see every write that came before. A put is whole or
 * nothing; what must not be overwritten is put on the condition that nothing is there, and what
 * moves on the condition that it is what was read.
 *
 * <p>A condition that failed may be the echo of our own put, whose answer was lost and which the
 * client sent again. So every such put carries a name of its own, and one that failed looks whether
 * it is its own name that is there.
 */
final class S3Storage implements Storage {

  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int CONDITION_FAILED = 412;
  private static final int ATTEMPTS = 20;
  private static final String STAGING = "staging";
  private static final String OTHER_TAG = "\"00000000000000000000000000000000\"";
  private static final String PUT = "scstream-put";

  private final S3Client client;
  private final String bucket;
  private final String prefix;

  /**
   * Files under a prefix.
   *
   * @param prefix without a slash at the end; may be empty
   */
  S3Storage(S3Client client, String bucket, String prefix) {
    this.client = client;
    this.bucket = bucket;
    this.prefix = prefix.isEmpty() ? "" : prefix + "/";
  }

  @Override
  public Staging stage(ModelVersion version) {
    String token = version.lineage() + "/" + version.version() + "-" + UUID.randomUUID();
    return new StagingArea(version, token, new Place(token));
  }

  @Override
  public void adopt(StagedVersion staged, String name, BlobRef blob) {
    String target = Names.blob(blob);
    Optional<Long> there = length(target);
    if (there.isPresent()) {
      if (there.get() != blob.bytes()) {
        throw StoreException.corrupt(
            target + " is damaged: found " + there.get() + " bytes; expected " + blob.bytes());
      }
      return;
    }
    Optional<InputStream> source = open(STAGING + "/" + staged.token() + "/" + name);
    if (source.isEmpty()) {
      if (length(target).isPresent()) {
        return; // Somebody else published the same staged files just now.
      }
      throw Adoption.missing(staged, name);
    }
    try (InputStream in = source.get();
        Spool spool = Spool.create()) {
      in.transferTo(spool);
      Adoption.check(staged, name, spool.finish());
      put(target, RequestBody.fromFile(spool.file()), request -> request.ifNoneMatch("*"));
    } catch (IOException e) {
      throw StoreException.io("move " + name + " of " + staged.version() + " to " + target, e);
    }
  }

  @Override
  public void discard(StagedVersion staged) {
    deleteAll(STAGING + "/" + staged.token() + "/");
  }

  @Override
  public int collect(String lineage, Instant before) {
    String folder = STAGING + "/" + lineage + "/";
    Map<String, Instant> lastChange = new HashMap<>();
    for (S3Object object : objects(folder)) {
      String attempt = object.key().substring((prefix + folder).length()).split("/", 2)[0];
      lastChange.merge(attempt, object.lastModified(), (a, b) -> a.isAfter(b) ? a : b);
    }
    lastChange.values().removeIf(change -> !change.isBefore(before));
    lastChange.keySet().forEach(attempt -> deleteAll(folder + attempt + "/"));
    return lastChange.size();
  }

  @Override
  public boolean createOnce(String path, byte[] content) {
    return put(path, RequestBody.fromBytes(content), request -> request.ifNoneMatch("*"));
  }

  @Override
  public boolean replace(String path, Optional<byte[]> expected, byte[] content) {
    if (expected.isEmpty()) {
      return createOnce(path, content);
    }
    Optional<Tagged> now = get(path);
    return now.isPresent()
        && Arrays.equals(now.get().content(), expected.get())
        && put(path, RequestBody.fromBytes(content), it -> it.ifMatch(now.get().tag));
  }

  @Override
  public boolean refusesStale(String path, byte[] content) {
    return !put(path, RequestBody.fromBytes(content), it -> it.ifMatch(OTHER_TAG));
  }

  @Override
  public Optional<byte[]> read(String path) {
    return get(path).map(Tagged::content);
  }

  @Override
  public Optional<InputStream> open(String path) {
    return found("open " + path, () -> client.getObject(it -> it.bucket(bucket).key(key(path))))
        .map(S3Body::new);
  }

  @Override
  public void delete(String path) {
    call("delete " + path, () -> client.deleteObject(it -> it.bucket(bucket).key(key(path))));
  }

  @Override
  public List<String> list(String folder) {
    TreeSet<String> names = new TreeSet<>();
    String under = prefix + folder + "/";
    String[] next = new String[1];
    do {
      ListObjectsV2Response page =
          call(
              "list " + folder,
              () ->
                  client.listObjectsV2(
                      it ->
                          it.bucket(bucket)
                              .prefix(under)
                              .delimiter("/")
                              .continuationToken(next[0])));
      page.contents().forEach(it -> names.add(it.key().substring(under.length())));
      page.commonPrefixes()
          .forEach(
              it -> names.add(it.prefix().substring(under.length(), it.prefix().length() - 1)));
      next[0] = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
    } while (next[0] != null);
    names.removeIf(name -> name.isEmpty() || name.startsWith("."));
    return List.copyOf(names);
  }

  /** An object and what it is compared by. */
  private static final class Tagged {

    private final byte[] content;
    private final String tag;

    Tagged(byte[] content, String tag) {
      this.content = content;
      this.tag = tag;
    }

    byte[] content() {
      return content;
    }
  }

  private Optional<Tagged> get(String path) {
    Optional<ResponseInputStream<GetObjectResponse>> found =
        found("read " + path, () -> client.getObject(it -> it.bucket(bucket).key(key(path))));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (ResponseInputStream<GetObjectResponse> in = found.get()) {
      return Optional.of(new Tagged(Storage.readSmall(path, in), in.response().eTag()));
    } catch (IOException e) {
      throw StoreException.io("read " + path, e);
    } catch (SdkException e) {
      throw failure("read " + path, e);
    }
  }

  private Optional<HeadObjectResponse> head(String path) {
    return found(
        "look at " + path, () -> client.headObject(it -> it.bucket(bucket).key(key(path))));
  }

  private Optional<Long> length(String path) {
    return head(path).map(HeadObjectResponse::contentLength);
  }

  /** On what condition an object is put. */
  private interface Condition {
    void on(PutObjectRequest.Builder request);
  }

  /** False if the condition does not hold. */
  private boolean put(String path, RequestBody body, Condition condition) {
    String name = UUID.randomUUID().toString();
    for (int attempt = 1; ; attempt++) {
      try {
        PutObjectRequest.Builder request =
            PutObjectRequest.builder().bucket(bucket).key(key(path)).metadata(Map.of(PUT, name));
        condition.on(request);
        client.putObject(request.build(), body);
        return true;
      } catch (S3Exception e) {
        // A condition on an object that is gone is answered by 404.
        if (e.statusCode() == CONDITION_FAILED || e.statusCode() == NOT_FOUND) {
          return head(path).filter(there -> name.equals(there.metadata().get(PUT))).isPresent();
        }
        if (e.statusCode() != CONFLICT || attempt == ATTEMPTS) {
          throw failure("write " + path, e);
        }
      } catch (SdkException e) {
        throw failure("write " + path, e);
      }
    }
  }

  private List<S3Object> objects(String folder) {
    return call(
        "list " + folder,
        () ->
            client
                .listObjectsV2Paginator(it -> it.bucket(bucket).prefix(prefix + folder))
                .contents()
                .stream()
                .toList());
  }

  private void deleteAll(String folder) {
    for (S3Object object : objects(folder)) {
      call(
          "delete " + object.key(),
          () -> client.deleteObject(it -> it.bucket(bucket).key(object.key())));
    }
  }

  private String key(String path) {
    return prefix + path;
  }

  private <T> Optional<T> found(String attempt, Supplier<T> request) {
    try {
      return Optional.of(request.get());
    } catch (S3Exception e) {
      boolean isBucket =
          e.awsErrorDetails() != null && "NoSuchBucket".equals(e.awsErrorDetails().errorCode());
      if (e.statusCode() == NOT_FOUND && !isBucket) {
        return Optional.empty();
      }
      throw failure(attempt, e);
    } catch (SdkException e) {
      throw failure(attempt, e);
    }
  }

  private <T> T call(String attempt, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw failure(attempt, e);
    }
  }

  private StoreException failure(String attempt, SdkException cause) {
    return new StoreException(
        StoreException.Category.IO,
        "Cannot " + attempt + " in s3://" + bucket + "/" + prefix + ": " + cause.getMessage(),
        cause);
  }

  /** Blobs go by way of a file on this machine: a put has to know its length. */
  private final class Place implements StagingArea.Place {

    private final String token;
    private final List<Spool> open = new ArrayList<>();

    Place(String token) {
      this.token = token;
    }

    @Override
    public OutputStream create(String blobName) throws IOException {
      Spool spool = Spool.create();
      open.add(spool);
      return new FilterOutputStream(spool) {
        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
          spool.write(buffer, offset, length);
        }

        @Override
        public void close() throws IOException {
          try (spool) {
            spool.finish();
            upload(STAGING + "/" + token + "/" + blobName, spool.file());
          }
        }
      };
    }

    @Override
    public void seal() {}

    @Override
    public void discard() throws IOException {
      for (Spool spool : open) {
        spool.close();
      }
      deleteAll(STAGING + "/" + token + "/");
    }
  }

  private void upload(String path, Path file) {
    call(
        "write " + path,
        () -> client.putObject(it -> it.bucket(bucket).key(key(path)), RequestBody.fromFile(file)));
  }
}
