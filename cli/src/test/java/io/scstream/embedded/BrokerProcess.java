package io.scstream.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** A broker in its own process, with words on its topic. */
final class BrokerProcess {
  private BrokerProcess() {}

  public static void main(String[] arguments) throws IOException {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]))) {
      Letters.write(kafka.bootstrap(), "one", "two", "three");
      System.out.write(Letters.line(kafka.bootstrap()));
      System.out.flush();
      System.in.read();
    }
  }
}
