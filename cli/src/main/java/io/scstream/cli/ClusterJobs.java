package io.scstream.cli;

import io.scstream.cluster.ClusterException;
import io.scstream.cluster.JobStatus;
import io.scstream.cluster.JobSubmission;
import io.scstream.cluster.LocalCluster;
import io.scstream.cluster.SavepointFormat;
import io.scstream.config.ConfigException;
import io.scstream.config.ScstreamConfig;
import io.scstream.store.VersionRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What {@code scstream cluster} does with jobs. */
final class ClusterJobs {
  private ClusterJobs() {}

  /** Settings of a job, and the state it begins with. */
  static final class Options {
    @Mixin private SettingsOptions settings = new SettingsOptions();

    @Option(
        names = "--from",
        paramLabel = "PATH",
        description = "Begin with this savepoint or checkpoint.")
    private @Nullable String from;

    /** Arguments of the job, checked here already. */
    List<String> arguments(LocalCluster cluster, String... further) {
      ScstreamConfig config = settings.load(List.of(further)).config();
      int threads = config.train().threads();
      if (threads > 0 && threads != cluster.settings().threads()) {
        throw new ConfigException(
            "Invalid train.threads: "
                + threads
                + "; expected "
                + cluster.settings().threads()
                + ", to which the cluster's processes are fixed, or: cluster up --threads "
                + threads);
      }
      List<String> arguments = new ArrayList<>();
      settings
          .file()
          .ifPresent(
              file -> arguments.addAll(List.of("--config", file.toAbsolutePath().toString())));
      settings
          .with(List.of(further))
          .forEach(setting -> arguments.addAll(List.of("--set", setting)));
      return arguments;
    }

    JobSubmission begin(JobSubmission job) {
      return from == null ? job : job.from(from);
    }
  }

  /** {@code scstream cluster submit}. */
  @Command(
      name = "submit",
      mixinStandardHelpOptions = true,
      description = "Run a job for ever.",
      footer = {"", "Example:", "  scstream cluster submit embed --model screen@latest"})
  static final class Submit implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private ClusterCommand parent;

    @Override
    public void run() {
      throw new picocli.CommandLine.ParameterException(
          spec.commandLine(), "Missing job; expected train or embed");
    }

    @Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Keep a model up to date with the topic of cells.")
    int train(
        @Option(names = "--name", paramLabel = "NAME", description = "Name of the model.")
            @Nullable String name,
        @Mixin Options options) {
      LocalCluster cluster = parent.place().open();
      List<String> arguments =
          name == null
              ? options.arguments(cluster)
              : options.arguments(cluster, "lineage.name=" + name);
      return submit(cluster, options.begin(JobSubmission.train(arguments)));
    }

    @Command(
        name = "embed",
        mixinStandardHelpOptions = true,
        description = "Embed the cells on the topic with every new version of a model.")
    int embed(
        @Option(
                names = "--model",
                required = true,
                paramLabel = "NAME@REF",
                description = "A version, such as screen@4200, or an alias, as screen@latest.")
            String model,
        @Mixin Options options) {
      LocalCluster cluster = parent.place().open();
      List<String> arguments =
          new ArrayList<>(
              options.arguments(cluster, "lineage.name=" + VersionRef.parse(model).lineage()));
      arguments.addAll(List.of("--model", model));
      return submit(cluster, options.begin(JobSubmission.embed(arguments)));
    }

    private int submit(LocalCluster cluster, JobSubmission job) {
      String id = cluster.submit(job);
      Output.print(spec, parent.place().isJson(), Map.of("job", id), () -> id);
      return ExitCode.OK;
    }
  }

  /** What acts on one job. */
  abstract static class OnJob implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private ClusterCommand parent;

    @Parameters(paramLabel = "JOB", description = "Name, such as train-screen, or id.")
    private String job = "";

    abstract String act(LocalCluster cluster, JobStatus job);

    @Override
    public Integer call() {
      LocalCluster cluster = parent.place().open();
      JobStatus found =
          cluster
              .flink()
              .job(job)
              .filter(status -> !status.isOver())
              .orElseThrow(() -> new ClusterException("Unknown job: " + job + "; see status"));
      String result = act(cluster, found);
      Output.print(
          spec, parent.place().isJson(), Map.of("job", found.id(), "result", result), () -> result);
      return ExitCode.OK;
    }
  }

  /** {@code scstream cluster stop}. */
  @Command(
      name = "stop",
      mixinStandardHelpOptions = true,
      description = "End a job with a savepoint, from which it can go on.")
  static final class Stop extends OnJob {
    @Option(
        names = "--drain",
        description =
            "As if the input had ended: takes the last steps, publishes the last version.")
    private boolean isDraining;

    @Override
    String act(LocalCluster cluster, JobStatus job) {
      return cluster
          .flink()
          .stop(job.id(), cluster.folder().savepoints(), isDraining, SavepointFormat.NATIVE);
    }
  }

  /** {@code scstream cluster savepoint}. */
  @Command(
      name = "savepoint",
      mixinStandardHelpOptions = true,
      description = "Save the state of a job that goes on, readable by any state backend.")
  static final class Savepoint extends OnJob {
    @Override
    String act(LocalCluster cluster, JobStatus job) {
      return cluster
          .flink()
          .savepoint(job.id(), cluster.folder().savepoints(), SavepointFormat.CANONICAL);
    }
  }

  /** {@code scstream cluster cancel}. */
  @Command(
      name = "cancel",
      mixinStandardHelpOptions = true,
      description = "End a job where it is; its last checkpoint stays.")
  static final class Cancel extends OnJob {
    @Override
    String act(LocalCluster cluster, JobStatus job) {
      cluster.flink().cancel(job.id());
      return job.name() + " is being cancelled";
    }
  }
}
