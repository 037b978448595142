package io.scstream.store;

import static io.scstream.store.StoreAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.scstream.store.StoreException.Category;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class S3ModelStoreTest extends ModelStoreContract {

  @SuppressWarnings("NullAway.Init")
  private static S3Server server;

  private final String place = server.bucket();
  private final ModelStore store = ModelStores.open(place, server.options());
  private final ModelStore again = ModelStores.existing(place, server.options());

  @BeforeAll
  static void start() {
    server = S3Server.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Override
  public ModelStore store() {
    return store;
  }

  @Override
  public ModelStore sameStoreAgain() {
    return again;
  }

  @Override
  public Storage storage() {
    return server.storage(place);
  }

  @Test
  void aBucketThatIsNotThereIsOutOfReachAndNotEmpty() {
    ModelStore store = ModelStores.open("s3://nobody-made-this", server.options());

    assertFails(
        Category.IO, () -> store.find(VersionRef.latest("vae")), "in s3://nobody-made-this/: ");
    assertFails(Category.IO, () -> store.versions("vae"), "Cannot list manifests/vae in");
  }

  @Test
  void aServerThatDoesNotAnswerIsOutOfReach() {
    ModelStore store =
        ModelStores.open(
            place,
            new S3Options("http://127.0.0.1:1", "us-east-1", true, 1, Duration.ofSeconds(1)));

    assertFails(Category.IO, () -> store.find(VersionRef.latest("vae")), "Cannot read aliases/vae");
  }

  @Test
  void aServerThatIsBusyIsAskedAgain() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    HttpServer busy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    busy.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(asked.incrementAndGet() < 3 ? 503 : 404, -1);
          exchange.close();
        });
    busy.start();
    String endpoint = "http://127.0.0.1:" + busy.getAddress().getPort();
    try {
      assertThat(busy(endpoint, 4).alias("vae", "latest")).isEmpty();
      assertThat(asked).hasValue(3);
      asked.set(0);
      assertFails(
          Category.IO, () -> busy(endpoint, 2).alias("vae", "latest"), "Cannot read aliases/vae");
      assertThat(asked).hasValue(2);
    } finally {
      busy.stop(0);
    }
  }

  private static ModelStore busy(String endpoint, int attempts) {
    return ModelStores.open(
        "s3://bucket",
        new S3Options(endpoint, "us-east-1", true, attempts, Duration.ofSeconds(30)));
  }

  @Test
  void aPutWhoseAnswerIsLostIsKnownAgain() {
    Storage storage = storage();
    byte[] first = {1};
    byte[] second = {2};

    server.loseNextAnswer();
    assertThat(storage.createOnce("aliases/vae/x.json", first)).isTrue();
    assertThat(storage.createOnce("aliases/vae/x.json", first)).isFalse();

    server.loseNextAnswer();
    assertThat(storage.replace("aliases/vae/x.json", Optional.of(first), second)).isTrue();
    assertThat(storage.replace("aliases/vae/x.json", Optional.of(first), second)).isFalse();
    assertThat(storage.read("aliases/vae/x.json")).contains(second);
  }

  @Test
  void whatIsNoPlaceOrNoOptionIsRefused() {
    assertFails(
        Category.BAD_INPUT,
        () -> ModelStores.open("s3://B", server.options()),
        "Invalid store: s3://B; expected s3://bucket[/prefix]");
    assertFails(
        Category.BAD_INPUT,
        () -> ModelStores.open("gs://bucket/x", server.options()),
        "Unknown kind of store: gs://bucket/x; expected a folder");
    assertFails(
        Category.BAD_INPUT,
        () -> new S3Options("minio:9000", "", true, 4, Duration.ofSeconds(1)),
        "Invalid store.endpoint: minio:9000; expected http(s)://host[:port]");
  }
}
