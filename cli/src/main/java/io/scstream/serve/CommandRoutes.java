package io.scstream.serve;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.scstream.config.ScstreamConfig;
import io.scstream.control.AliasMove;
import io.scstream.control.JobCommand;
import io.scstream.ingest.ControlTopic;
import io.scstream.jobs.publish.KafkaAnnouncer;
import io.scstream.serve.access.Caller;
import io.scstream.serve.access.Gate;
import io.scstream.serve.access.Role;
import io.scstream.serve.http.JsonText;
import io.scstream.serve.http.Parameters;
import io.scstream.serve.http.Refused;
import io.scstream.serve.http.RequestBody;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.VersionRef;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an administrator asks of jobs, and which version an alias stands for. */
final class CommandRoutes implements Routes {
  private static final Logger LOG = LoggerFactory.getLogger(CommandRoutes.class);
  private static final int MOST_REASON = 1000;

  /** A broker that is gone is told of soon. */
  private static final Map<String, Object> PATIENCE =
      Map.of(
          "max.block.ms",
          5000,
          "request.timeout.ms",
          4000,
          "delivery.timeout.ms",
          5000,
          "linger.ms",
          0);

  private final ScstreamConfig config;
  private final Map<String, Object> client;
  private final ModelStore store;
  private final RequestBody body;
  private final Clock clock;

  CommandRoutes(
      ScstreamConfig config,
      Map<String, Object> client,
      ModelStore store,
      RequestBody body,
      Clock clock) {
    this.config = config;
    this.client = new HashMap<>(client);
    this.client.putAll(PATIENCE);
    this.store = store;
    this.body = body;
    this.clock = clock;
  }

  @Override
  public void define(JavalinDefaultRoutingApi routes) {
    routes.post("/api/v1/lineages/{lineage}/commands", this::command, Role.ADMIN);
    routes.put("/api/v1/lineages/{lineage}/aliases/{alias}", this::alias, Role.ADMIN);
  }

  private record Command(
      @Nullable String command, @Nullable Long version, @Nullable String reason) {
    String why() {
      String why = reason == null ? "" : reason;
      if (why.length() > MOST_REASON) {
        throw Refused.malformed(
            "Invalid reason: too long; expected at most " + MOST_REASON + " characters");
      }
      return why;
    }
  }

  private record Accepted(String topic, long offset) {}

  private void command(Context request) {
    String lineage = Parameters.lineage(request);
    Command asked = body.read(request, Command.class);
    JobCommand command =
        JobCommand.of(String.valueOf(asked.command))
            .orElseThrow(() -> Refused.malformed("Invalid command; expected " + JobCommand.WORDS));
    if (command.wantsVersion() != (asked.version != null)) {
      throw Refused.malformed("Invalid version; expected with rollback-to, and with it only");
    }
    String by = by(request);
    String topic = config.topics().control();
    long offset =
        ControlTopic.send(
            client,
            topic,
            command.record(lineage, asked.version, asked.why(), by, clock.instant()));
    LOG.info("{} of {} is on {} at offset {}, for {}", command.word(), lineage, topic, offset, by);
    request.status(202);
    JsonText.answer(request, new Accepted(topic, offset));
  }

  private static String by(Context request) {
    Caller caller = Gate.caller(request);
    return "REST: " + caller.subject().replaceAll("\\p{Cntrl}", "?");
  }

  private record Move(
      @Nullable Long version, @Nullable Long expected, @Nullable String activateAt) {
    Optional<Instant> time() {
      try {
        return Optional.ofNullable(activateAt).map(Instant::parse);
      } catch (DateTimeParseException e) {
        throw Refused.malformed(
            "Invalid activate_at; expected a time such as 2026-03-01T00:00:00Z");
      }
    }
  }

  private record Moved(
      String alias, long version, @Nullable Long before, String status, boolean announced) {}

  private void alias(Context request) {
    String lineage = Parameters.lineage(request);
    String alias = Parameters.name("alias", request.pathParam("alias"));
    Move asked = body.read(request, Move.class);
    if (asked.version == null) {
      throw Refused.malformed("Missing version; expected the one that the alias is to name");
    }
    ModelManifest chosen =
        store
            .find(VersionRef.exact(lineage, asked.version))
            .orElseThrow(() -> Refused.notFound("Unknown version; expected one in the store"));
    AliasMove move = AliasMove.of(store, chosen, alias);
    Long before = move.before().map(ModelVersion::version).orElse(null);
    if (asked.expected != null && !asked.expected.equals(before)) {
      throw Refused.notNow(
          alias
              + " names "
              + (before == null ? "nothing" : before)
              + "; expected "
              + asked.expected);
    }
    boolean isTold = move(move, asked.time());
    LOG.info("{}@{} is {}, for {}", lineage, alias, chosen.version(), by(request));
    JsonText.answer(
        request,
        new Moved(alias, chosen.version().version(), before, move.status().name(), isTold));
  }

  /** Moves an alias; false if it moved and the broker could not be told. */
  private boolean move(AliasMove move, Optional<Instant> activateAt) {
    try (KafkaAnnouncer announcer = KafkaAnnouncer.open(config)) {
      move.makeAndTell(announcer, activateAt);
      return true;
    } catch (KafkaException e) {
      ModelVersion to = move.chosen().version();
      if (store.alias(to.lineage(), move.alias()).filter(to::equals).isEmpty()) {
        throw e;
      }
      LOG.warn(
          "{}@{} has moved, and no job was told: {}", to.lineage(), move.alias(), e.getMessage());
      return false;
    }
  }
}
