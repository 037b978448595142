package io.scstream.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** Holds a work folder: the one named, or a temporary one with a broker in it. */
final class WorkdirProcess {
  private WorkdirProcess() {}

  public static void main(String[] arguments) throws IOException {
    Workdir workdir =
        arguments.length == 0 ? Workdir.temporary() : Workdir.open(Path.of(arguments[0]));
    if (arguments.length == 0) {
      Letters.write(workdir.keep(EmbeddedKafka.start(workdir.kafka())).bootstrap(), "one");
    }
    System.out.write(Letters.line(workdir.path().toString()));
    System.out.flush();
    System.in.read();
    System.exit(0); // Commands end like this, with the folder still open.
  }
}
