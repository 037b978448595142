package io.scstream.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.scstream.ingest.IngestException;
import io.scstream.serve.http.JsonText;
import io.scstream.serve.http.Refused;
import io.scstream.store.StoreException;
import java.io.IOException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client is told when something is wrong: a sentence for what it did itself or can wait for,
 * and nothing of what is inside for all else, which the log has. Nothing that a client sent is
 * logged.
 */
final class Problems implements Routes {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private record Problem(int status, String title, String detail) {}

  @Override
  public void define(JavalinDefaultRoutingApi routes) {
    routes.exception(Refused.class, (e, request) -> refuse(request, e));
    routes.exception(StoreException.class, Problems::tell);
    routes.exception(IngestException.class, (e, request) -> brokerIsGone(request, e));
    routes.exception(KafkaException.class, (e, request) -> brokerIsGone(request, e));
    routes.exception(
        HttpResponseException.class,
        (e, request) -> answer(request, e.getStatus(), "There is no such resource or method"));
    // A client that is gone hears nothing.
    routes.exception(IOException.class, (e, request) -> LOG.debug("A client left", e));
    routes.exception(
        Exception.class,
        (e, request) -> {
          LOG.error("Cannot answer {}", request.endpoint().path, e);
          answer(request, 500, "The server failed; its log has more");
        });
  }

  private static void refuse(Context request, Refused refused) {
    refused.headers().forEach(request::header);
    answer(request, refused.status(), String.valueOf(refused.getMessage()));
  }

  private static void tell(StoreException e, Context request) {
    String detail = String.valueOf(e.getMessage());
    switch (e.category()) {
      case BAD_INPUT -> answer(request, 400, detail);
      case NOT_FOUND -> answer(request, 404, detail);
      case CONFLICT -> answer(request, 409, detail);
      case CORRUPT -> {
        LOG.error("The store is damaged: {}", detail);
        answer(request, 500, "The store is damaged; see scstream models verify");
      }
      case IO -> {
        LOG.warn("The store does not answer: {}", detail);
        refuse(request, Refused.unavailable("The store does not answer"));
      }
    }
  }

  private static void brokerIsGone(Context request, RuntimeException e) {
    LOG.warn("The broker does not answer: {}", e.getMessage());
    refuse(request, Refused.unavailable("The broker does not answer"));
  }

  private static void answer(Context request, int status, String detail) {
    if (request.res().isCommitted()) {
      return; // An answer that was begun ends short of its announced length, which tells.
    }
    String title = HttpStatus.forStatus(status).getMessage();
    request
        .status(status)
        .header("Cache-Control", "no-store")
        .removeHeader("ETag")
        .removeHeader("Content-Length")
        .contentType("application/problem+json")
        .result(JsonText.write(new Problem(status, title, detail)).getBytes(UTF_8));
  }
}
