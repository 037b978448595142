package io.scstream.embedded;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * Flink in this process. Jobs are restored from what an earlier process left behind.
 *
 * <pre>{@code
 * try (EmbeddedFlink flink = EmbeddedFlink.start(tmp, 2)) {
 *   flink.submit(env, "train", savedStates.newest()).await();
 * }
 * }</pre>
 */
public final class EmbeddedFlink implements AutoCloseable {
  private final MiniCluster cluster;

  private EmbeddedFlink(MiniCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Starts a cluster.
   *
   * @param scratch holds working files, among them those of RocksDB
   * @param slots one for each subtask of the widest operator of every job
   */
  public static EmbeddedFlink start(Path scratch, int slots) {
    Configuration settings = new Configuration();
    settings.set(CoreOptions.TMP_DIRS, scratch.toString());
    settings.set(WebOptions.TMP_DIR, scratch.toString());
    settings.set(WebOptions.UPLOAD_DIR, scratch.toString());
    settings.set(RestOptions.BIND_PORT, "0");
    settings.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    settings.set(RestOptions.ADDRESS, "127.0.0.1");
    settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(128));
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .setCommonBindAddress("127.0.0.1")
                .build());
    try {
      cluster.start();
    } catch (Exception e) {
      throw new EmbeddedException("Flink did not start in " + scratch, e);
    }
    return new EmbeddedFlink(cluster);
  }

  /** Runs what was defined on {@code env}, from a saved state where one is given. */
  public EmbeddedJob submit(StreamExecutionEnvironment env, String name, Optional<Path> from) {
    StreamGraph plan = env.getStreamGraph();
    plan.setJobName(name);
    JobGraph graph =
        plan.getJobGraph(EmbeddedFlink.class.getClassLoader(), SavedStates.jobId(name));
    from.ifPresent(
        path ->
            graph.setSavepointRestoreSettings(
                SavepointRestoreSettings.forPath(path.toUri().toString(), false)));
    JobID id = graph.getJobID();
    Futures.get(cluster.submitJob(graph), "submit " + name);
    return new EmbeddedJob(cluster, id, name);
  }

  /**
   * The TaskManager dies with all that runs in it, and another one starts: jobs go on from their
   * last checkpoint.
   */
  public void crash() {
    Futures.get(cluster.terminateTaskManager(0), "end the TaskManager");
    try {
      cluster.startTaskManager();
    } catch (Exception e) {
      throw new EmbeddedException("No other TaskManager starts", e);
    }
  }

  @Override
  public void close() {
    Futures.get(cluster.closeAsync(), "stop Flink");
  }
}
