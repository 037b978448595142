package io.scstream.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** An object store in this process, on a free port of the loopback interface. */
public final class S3Server implements AutoCloseable {

  private final S3Proxy proxy;
  private final Atomic store;
  private final S3Options options;

  private S3Server(S3Proxy proxy, Atomic store) {
    this.proxy = proxy;
    this.store = store;
    this.options =
        new S3Options(
            "http://127.0.0.1:" + proxy.getPort(), "us-east-1", true, 4, Duration.ofSeconds(30));
  }

  /** Starts one, and has clients of this process sign in as it wants. */
  public static S3Server start() {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "secret");
    Properties memory = new Properties();
    memory.setProperty("jclouds.identity", "test");
    memory.setProperty("jclouds.credential", "secret");
    Atomic store = new Atomic(BlobStores.create("transient-nio2", memory));
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(store)
            .awsAuthentication(AuthenticationType.AWS_V4, "test", "secret")
            .endpoint(URI.create("http://127.0.0.1:0"))
            .build();
    try {
      proxy.start();
    } catch (Exception e) {
      throw new IllegalStateException("The object store does not start", e);
    }
    return new S3Server(proxy, store);
  }

  /** How it is reached. */
  public S3Options options() {
    return options;
  }

  /** A new, empty bucket, as the place of a store. */
  public String bucket() {
    String bucket = "store-" + UUID.randomUUID();
    try (S3Client client = S3ModelStore.client(options)) {
      client.createBucket(it -> it.bucket(bucket));
    }
    return "s3://" + bucket + "/models";
  }

  /** What a store at a place lies on. */
  Storage storage(String place) {
    String[] parts = place.split("/", -1);
    return new S3Storage(S3ModelStore.client(options), parts[2], parts[3]);
  }

  /** The next put is done and answered by a failure. */
  void loseNextAnswer() {
    store.losesNext.set(true);
  }

  @Override
  public void close() throws Exception {
    proxy.stop();
  }

  /** Checks a condition and puts in one go, as S3 does; the store behind would do it in two. */
  private static final class Atomic extends ForwardingBlobStore {

    private final AtomicBoolean losesNext = new AtomicBoolean();

    Atomic(BlobStore store) {
      super(store);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
      byte[] whole;
      try {
        whole = content.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      synchronized (this) {
        PutObjectResponse answer = super.putBlob(request, new ByteArrayInputStream(whole));
        if (losesNext.getAndSet(false)) {
          throw new UncheckedIOException(new IOException("The answer is lost"));
        }
        return answer;
      }
    }
  }
}
