package io.scstream.store;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class S3InterruptionsIT extends InterruptionsContract {

  @SuppressWarnings("NullAway.Init")
  private static S3Server server;

  private final Storage storage = server.storage(server.bucket());

  @BeforeAll
  static void start() {
    server = S3Server.start();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Override
  Storage storage() {
    return storage;
  }

  @Override
  int interruptions() {
    return 1_000;
  }
}
