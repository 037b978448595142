package io.scstream.cluster;

import io.scstream.cluster.ClusterProcess.Kind;
import io.scstream.cluster.ClusterProcess.State;
import io.scstream.ingest.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Broker, coordination, JobManager and TaskManagers as processes of their own on this machine. They
 * go on when this process ends; whoever opens the same folder again finds them.
 *
 * <pre>{@code
 * LocalCluster cluster = LocalCluster.at(folder, installation, ClusterSettings.defaults());
 * cluster.up();
 * String job = cluster.submit(JobSubmission.train(List.of("--set", "lineage.name=screen")));
 * cluster.kill(Kind.TASK_MANAGER, 0);
 * cluster.restart(Kind.TASK_MANAGER, 0);
 * cluster.awaitReady();
 * cluster.down();
 * }</pre>
 */
public final class LocalCluster {
  private static final Duration START = Duration.ofMinutes(3);

  private final ClusterFolder folder;
  private final Installation installation;
  private final ClusterFacts facts;
  private final ProcessTable table;
  private final ClusterFiles files;
  private final FlinkCluster flink;

  private LocalCluster(ClusterFolder folder, Installation installation, ClusterFacts facts) {
    this.folder = folder;
    this.installation = installation;
    this.facts = facts;
    this.table = new ProcessTable(folder);
    this.files = new ClusterFiles(folder, facts);
    this.flink = new FlinkCluster(facts.ports().rest());
  }

  /** A cluster of this size in a folder, which may hold one already: then on the same ports. */
  public static LocalCluster at(Path folder, Installation installation, ClusterSettings settings) {
    ClusterFolder place = new ClusterFolder(folder);
    Ports ports = place.exists() ? ClusterFacts.read(place).ports() : Ports.free(place);
    return new LocalCluster(place, installation, new ClusterFacts(settings, ports));
  }

  /**
   * The cluster of a folder.
   *
   * @throws ClusterException if none was ever started there
   */
  public static LocalCluster open(Path folder, Installation installation) {
    ClusterFolder place = new ClusterFolder(folder);
    return new LocalCluster(place, installation, ClusterFacts.read(place));
  }

  /** The size of the cluster of a folder, if there is one. */
  public static Optional<ClusterSettings> settings(Path folder) {
    ClusterFolder place = new ClusterFolder(folder);
    return place.exists() ? Optional.of(ClusterFacts.read(place).settings()) : Optional.empty();
  }

  /**
   * Starts what does not run, makes the topics and waits until all is there. Jobs that ran when the
   * cluster went down, or crashed, go on.
   */
  public void up() {
    files.write();
    for (int i = facts.settings().taskManagers(); table.pid(taskManager(i)).isPresent(); i++) {
      table.stop(taskManager(i));
    }
    for (ClusterProcess process : processes()) {
      if (table.isDead(process)) {
        start(process);
      }
      table.resume(process);
    }
    awaitReady();
    Topics.ensure(client());
  }

  /** Ends all processes in order. What they wrote stays. */
  public void down() {
    List<ClusterProcess> reverse = new ArrayList<>(processes());
    Collections.reverse(reverse);
    reverse.forEach(table::stop);
  }

  /** Ends all processes at once, without any warning. */
  public void killAll() {
    processes().forEach(table::kill);
  }

  /** Ends a process without any warning (SIGKILL), and returns when it is gone. */
  public void kill(Kind kind, int index) {
    table.kill(known(kind, index));
  }

  /** Stops a process in its tracks (SIGSTOP): it holds its connections and answers nothing. */
  public void suspend(Kind kind, int index) {
    table.suspend(known(kind, index));
  }

  /** Lets a suspended process go on (SIGCONT). */
  public void resume(Kind kind, int index) {
    table.resume(known(kind, index));
  }

  /** Starts a process again; one that lives is killed first. Does not wait until it is ready. */
  public void restart(Kind kind, int index) {
    ClusterProcess process = known(kind, index);
    table.kill(process);
    start(process);
  }

  /**
   * Waits until every process answers and every TaskManager is registered.
   *
   * @throws ClusterException if one has ended, or after three minutes
   */
  public void awaitReady() {
    Readiness readiness = new Readiness(folder, facts, table, flink);
    Patience.until("the cluster is ready; see " + folder.log(), START, readiness::isReached);
  }

  /** All processes in the order of their start. */
  public List<ClusterProcess> processes() {
    return ClusterProcess.all(facts.settings().taskManagers());
  }

  public State state(ClusterProcess process) {
    return table.state(process);
  }

  /** The number that the system gives to a process that lives. */
  public Optional<Long> pid(ClusterProcess process) {
    return table.pid(process);
  }

  /** Resident memory of a process that lives, in MiB. */
  public Optional<Long> residentMiB(ClusterProcess process) {
    return table.residentMiB(process);
  }

  public ClusterSettings settings() {
    return facts.settings();
  }

  public ClusterFolder folder() {
    return folder;
  }

  /** Where Kafka clients connect. */
  public String bootstrap() {
    return facts.ports().bootstrap();
  }

  /** Settings for every Kafka client. */
  public Map<String, Object> client() {
    return Map.of("bootstrap.servers", bootstrap());
  }

  /** The jobs. */
  public FlinkCluster flink() {
    return flink;
  }

  /** Runs a job with the broker and the store of this cluster; only its own --set win over them. */
  public String submit(JobSubmission job) {
    List<String> arguments = new ArrayList<>();
    for (String setting :
        List.of("kafka.bootstrap=" + bootstrap(), "publish.store=" + folder.store())) {
      arguments.add("--set");
      arguments.add(setting);
    }
    arguments.addAll(job.arguments());
    return flink.submit(
        installation.jobJar(),
        new JobSubmission(job.entryClass(), arguments, job.parallelism(), job.from()));
  }

  /** The newest complete checkpoint of a job on disk; also of one that ended. */
  public Optional<Path> retainedCheckpoint(String jobId) {
    return files.newestCheckpoint(jobId);
  }

  private void start(ClusterProcess process) {
    folder.sweep(process);
    int start = files.countStart(process);
    Commands commands = new Commands(installation, folder, facts);
    table.start(process, commands.of(process, start), commands.environment());
  }

  private ClusterProcess known(Kind kind, int index) {
    ClusterProcess process = new ClusterProcess(kind, index);
    if (!processes().contains(process)) {
      throw new ClusterException(
          "Invalid index of "
              + kind.shortName()
              + ": "
              + index
              + "; expected one below "
              + facts.settings().taskManagers());
    }
    return process;
  }

  private static ClusterProcess taskManager(int index) {
    return new ClusterProcess(Kind.TASK_MANAGER, index);
  }
}
