package io.scstream.store;

import static io.scstream.store.StoreAssertions.assertFails;

import io.scstream.store.StoreException.Category;
import java.time.Duration;
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
