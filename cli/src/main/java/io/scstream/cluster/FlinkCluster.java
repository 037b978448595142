package io.scstream.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The jobs of a running cluster. Every request throws {@link ClusterException} if it fails. */
public final class FlinkCluster {
  private static final Duration SAVING = Duration.ofMinutes(10);
  private static final Duration FETCHING = Duration.ofMillis(500);
  private static final Pattern TASK_MANAGER = Pattern.compile("tm-(\\d+)-(\\d+)");
  private static final int DIGEST = 12;

  // Of every committer, after the name of its sink.
  private static final String REFUSED_COMMITS = ".failedCommittables";

  private final FlinkRest rest;

  FlinkCluster(int port) {
    this.rest = new FlinkRest(port);
  }

  /** Flink's own pages. */
  public String address() {
    return rest.address();
  }

  /** All jobs that the JobManager knows, the newest first. */
  public List<JobStatus> jobs() {
    return rest.get("/jobs/overview")
        .path("jobs")
        .valueStream()
        .map(FlinkCluster::status)
        .sorted((a, b) -> b.started().compareTo(a.started()))
        .toList();
  }

  /** The job of that id, or the newest of that name: one that goes on before one that is over. */
  public Optional<JobStatus> job(String nameOrId) {
    return jobs().stream()
        .filter(job -> job.name().equals(nameOrId) || job.id().equals(nameOrId))
        .min(Comparator.comparing(JobStatus::isOver)); // The first of those that are equal.
  }

  /** Runs a job. The jar is sent once and kept by the cluster. */
  public String submit(Path jar, JobSubmission job) {
    Map<String, Object> body = new HashMap<>();
    body.put("entryClass", job.entryClass());
    body.put("programArgsList", job.arguments());
    body.put("parallelism", job.parallelism());
    body.put("allowNonRestoredState", false);
    job.from().ifPresent(path -> body.put("savepointPath", path));
    return rest.post("/jars/" + uploaded(jar) + "/run", body).path("jobid").asText();
  }

  /** Ends a job where it is; its checkpoints stay. */
  public void cancel(String jobId) {
    rest.patch("/jobs/" + jobId + "?mode=cancel");
  }

  /** Ends a job with a savepoint, and returns where that lies. */
  public String stop(String jobId, Path target, boolean drain, SavepointFormat format) {
    return saved(
        jobId,
        rest.post(
            "/jobs/" + jobId + "/stop",
            Map.of(
                "targetDirectory", target.toUri().toString(),
                "drain", drain,
                "formatType", format.name())));
  }

  /** Writes a savepoint while the job goes on, and returns where it lies. */
  public String savepoint(String jobId, Path target, SavepointFormat format) {
    return saved(
        jobId,
        rest.post(
            "/jobs/" + jobId + "/savepoints",
            Map.of(
                "target-directory", target.toUri().toString(),
                "cancel-job", false,
                "formatType", format.name())));
  }

  /** The newest checkpoint that the JobManager knows of; savepoints do not count. */
  public Optional<CheckpointFacts> lastCheckpoint(String jobId) {
    JsonNode last = rest.get("/jobs/" + jobId + "/checkpoints").path("latest").path("completed");
    return last.isMissingNode() || last.isNull()
        ? Optional.empty()
        : Optional.of(
            new CheckpointFacts(
                last.path("id").asLong(),
                last.path("external_path").asText(),
                last.path("state_size").asLong(),
                last.path("checkpointed_size").asLong(),
                Duration.ofMillis(last.path("end_to_end_duration").asLong())));
  }

  /** How many checkpoints of a kind: completed, failed, in_progress, restored, total. */
  public int checkpoints(String jobId, String kind) {
    return rest.get("/jobs/" + jobId + "/checkpoints").path("counts").path(kind).asInt();
  }

  /**
   * Lets the JobManager fetch what processes count: it answers with what it fetched for the
   * question before, which may be long ago.
   */
  public void refreshNumbers() {
    rest.get("/jobmanager/metrics");
    Patience.pass(FETCHING);
  }

  /** How often the job began again since this JobManager leads it. */
  public int restarts(String jobId) {
    return rest.get("/jobs/" + jobId + "/metrics?get=numRestarts").path(0).path("value").asInt();
  }

  /**
   * How many commits the outside world refused to the sinks of a job since its last start, such as
   * transactions of Kafka that had expired. Flink counts them and lets the job go on.
   */
  public long refusedCommits(String jobId) {
    return rest.get("/jobs/" + jobId)
        .path("vertices")
        .valueStream()
        .map(vertex -> vertex.path("id").asText())
        .map(vertex -> "/jobs/" + jobId + "/vertices/" + vertex + "/subtasks/metrics")
        .mapToLong(this::refusedCommitsOfVertex)
        .sum();
  }

  private long refusedCommitsOfVertex(String metrics) {
    String committers =
        rest.get(metrics)
            .valueStream()
            .map(metric -> metric.path("id").asText())
            .filter(name -> name.endsWith(REFUSED_COMMITS))
            .collect(Collectors.joining(","));
    return committers.isEmpty()
        ? 0
        : rest.get(metrics + "?get=" + committers)
            .valueStream()
            .mapToLong(metric -> metric.path("sum").asLong())
            .sum();
  }

  /** When the last task of a job began, the present attempt of each; empty if one has not. */
  public Optional<Instant> begun(String jobId) {
    List<Long> times =
        rest.get("/jobs/" + jobId)
            .path("vertices")
            .valueStream()
            .map(vertex -> vertex.path("start-time").asLong())
            .toList();
    return times.isEmpty() || Collections.min(times) < 0
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(Collections.max(times)));
  }

  /** Stack traces of what failed, the newest first. */
  public List<String> exceptions(String jobId) {
    return rest.get("/jobs/" + jobId + "/exceptions")
        .path("exceptionHistory")
        .path("entries")
        .valueStream()
        .map(entry -> entry.path("stacktrace").asText())
        .toList();
  }

  /** What the innermost exception of the newest failure says; empty where nothing failed. */
  public Optional<String> failure(String jobId) {
    return StackTrace.innermostCause(exceptions(jobId).stream().limit(1).flatMap(String::lines));
  }

  /** TaskManagers that count as there: index and number of its start, such as {@code tm-0-2}. */
  public List<String> taskManagers() {
    return rest.get("/taskmanagers")
        .path("taskmanagers")
        .valueStream()
        .map(node -> node.path("id").asText())
        .sorted()
        .toList();
  }

  /** Slots that no job uses. */
  public int freeSlots() {
    return rest.get("/overview").path("slots-available").asInt();
  }

  /** Indices of the TaskManagers on which a job has tasks. */
  public List<Integer> taskManagersOf(String jobId) {
    return rest.get("/jobs/" + jobId)
        .path("vertices")
        .valueStream()
        .map(vertex -> vertex.path("id").asText())
        .flatMap(
            vertex ->
                rest.get("/jobs/" + jobId + "/vertices/" + vertex + "/taskmanagers")
                    .path("taskmanagers")
                    .valueStream())
        .map(node -> TASK_MANAGER.matcher(node.path("taskmanager-id").asText()))
        .filter(Matcher::matches)
        .map(name -> Integer.parseInt(name.group(1)))
        .distinct()
        .sorted()
        .toList();
  }

  private String saved(String jobId, JsonNode begun) {
    String path = "/jobs/" + jobId + "/savepoints/" + begun.path("request-id").asText();
    Patience.until(
        "the savepoint of " + jobId + " is complete",
        SAVING,
        () -> rest.get(path).path("status").path("id").asText().equals("COMPLETED"));
    JsonNode operation = rest.get(path).path("operation");
    if (operation.has("failure-cause")) {
      throw new ClusterException(
          "No savepoint of "
              + jobId
              + ": "
              + operation
                  .path("failure-cause")
                  .path("stack-trace")
                  .asText()
                  .lines()
                  .findFirst()
                  .orElse(""));
    }
    return operation.path("location").asText();
  }

  private String uploaded(Path jar) {
    String name = "scstream-jobs-" + digest(jar) + ".jar";
    return rest.get("/jars")
        .path("files")
        .valueStream()
        .filter(file -> file.path("name").asText().equals(name))
        .map(file -> file.path("id").asText())
        .findFirst()
        .orElseGet(
            () ->
                String.valueOf(
                    Path.of(rest.upload(jar, name).path("filename").asText()).getFileName()));
  }

  private static String digest(Path file) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(sha.digest()).substring(0, DIGEST);
    } catch (IOException e) {
      throw new ClusterException("Cannot read " + file + ": " + e, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static JobStatus status(JsonNode job) {
    return new JobStatus(
        job.path("jid").asText(),
        job.path("name").asText(),
        job.path("state").asText(),
        Instant.ofEpochMilli(job.path("start-time").asLong()),
        job.path("tasks").path("total").asInt(),
        job.path("tasks").path("running").asInt());
  }
}
