package io.scstream.embedded;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job on the embedded cluster. */
public final class EmbeddedJob {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedJob.class);

  private final MiniCluster cluster;
  private final JobID id;
  private final String name;

  EmbeddedJob(MiniCluster cluster, JobID id, String name) {
    this.cluster = cluster;
    this.id = id;
    this.name = name;
  }

  /** Whether the job has ended, in whatever way, before so much time has passed. */
  public boolean endsWithin(Duration time) {
    try {
      cluster.requestJobResult(id).get(time.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true; // What went wrong is told by await.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedException("Interrupted while waiting for " + name, e);
    }
  }

  /** Takes a checkpoint now. Returns whether the job was able to. */
  public boolean checkpoint() {
    try {
      cluster.triggerCheckpoint(id).get();
      return true;
    } catch (ExecutionException e) {
      LOG.debug("No checkpoint of {} now", name, e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedException("Interrupted during a checkpoint of " + name, e);
    }
  }

  /**
   * Waits until the job has ended.
   *
   * @throws EmbeddedException if it failed; the cause is the job's
   */
  public void await() {
    JobResult result = Futures.get(cluster.requestJobResult(id), "await the end of " + name);
    result
        .getSerializedThrowable()
        .ifPresent(
            failure -> {
              throw new EmbeddedException(
                  "The job " + name + " failed: " + rootMessage(failure), failure);
            });
  }

  /**
   * Ends the job as if its input had ended, and saves its state for a run to come, in the form that
   * every state backend reads.
   */
  public Path finish(Path folder) {
    String path =
        Futures.get(
            cluster.stopWithSavepoint(
                id, folder.toUri().toString(), true, SavepointFormatType.CANONICAL),
            "finish " + name);
    await();
    return Path.of(URI.create(path));
  }

  /** Stops the job where it is; its last checkpoint stays. */
  public void cancel() {
    Futures.get(cluster.cancelJob(id), "cancel " + name);
    Futures.get(cluster.requestJobResult(id), "await the end of " + name);
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
  }
}
