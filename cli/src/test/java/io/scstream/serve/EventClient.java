package io.scstream.serve;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;

/** Reads server-sent events. */
final class EventClient implements AutoCloseable {
  private final BufferedReader lines;

  private EventClient(BufferedReader lines) {
    this.lines = lines;
  }

  /** An event as it comes over the wire. */
  record Message(String type, String id, String data) {}

  /** Goes on after an id; from now on if it is empty. */
  static EventClient open(TestServer server, String lastEventId) throws Exception {
    return open(server, "/api/v1/events", lastEventId);
  }

  static EventClient open(TestServer server, String path, String lastEventId) throws Exception {
    HttpRequest.Builder request = server.reading(path);
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    return new EventClient(
        new BufferedReader(
            new InputStreamReader(server.open(request).body(), StandardCharsets.UTF_8)));
  }

  Message next() throws IOException {
    String type = "";
    String id = "";
    String data = "";
    while (true) {
      String line = lines.readLine();
      if (line == null) {
        throw new EOFException("The stream has ended");
      }
      if (line.startsWith("event: ")) {
        type = line.substring(7);
      } else if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("data: ")) {
        data = line.substring(6);
      } else if (line.isEmpty() && !type.isEmpty()) {
        return new Message(type, id, data);
      }
    }
  }

  /** The next event of a type; others are passed over. */
  Message next(String type) throws IOException {
    Message message = next();
    while (!message.type().equals(type)) {
      message = next();
    }
    return message;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
