package io.scstream.cli;

import io.scstream.cluster.ClusterProcess.Kind;
import io.scstream.cluster.ClusterSettings;
import io.scstream.cluster.LocalCluster;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scstream cluster}: separate processes on this machine, and the jobs on them. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    description = {
      "Run broker, JobManager and TaskManagers as separate processes on this machine.",
      "They go on when the command ends; jobs survive the loss of any of them."
    },
    subcommands = {
      ClusterJobs.Submit.class,
      ClusterJobs.Stop.class,
      ClusterJobs.Savepoint.class,
      ClusterJobs.Cancel.class
    },
    footer = {
      "",
      "Example:",
      "  scstream cluster up --task-managers 3",
      "  scstream cluster submit train --name screen"
    })
public final class ClusterCommand implements Runnable {
  /** The process that a subcommand acts on. */
  static final class Target {
    @Parameters(paramLabel = "KIND", description = "tm, jm, broker or zk.")
    private String kind = "";

    @Option(names = "--index", paramLabel = "N", description = "Of a TaskManager, from 0.")
    private int index;

    Kind kind() {
      return Kind.of(kind);
    }
  }

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private ClusterFolderOption place = new ClusterFolderOption();

  ClusterFolderOption place() {
    return place;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Missing subcommand; see scstream cluster --help");
  }

  @Command(
      name = "up",
      mixinStandardHelpOptions = true,
      description = "Start what does not run, and wait until it is ready.")
  int up(
      @Option(names = "--task-managers", paramLabel = "N", description = "Number (2).")
          @Nullable Integer taskManagers,
      @Option(names = "--slots", paramLabel = "N", description = "Of each TaskManager (1).")
          @Nullable Integer slots,
      @Option(
              names = "--task-manager-memory",
              paramLabel = "MIB",
              description = "Of each TaskManager as a whole (1600).")
          @Nullable Integer memory,
      @Option(
              names = "--threads",
              paramLabel = "N",
              description = "Of the tensor engine in each TaskManager (1).")
          @Nullable Integer threads) {
    ClusterSettings was =
        LocalCluster.settings(place.folder()).orElseGet(ClusterSettings::defaults);
    ClusterSettings wanted =
        was.withTaskManagers(taskManagers == null ? was.taskManagers() : taskManagers)
            .withSlots(slots == null ? was.slots() : slots)
            .withTaskManagerMiB(memory == null ? was.taskManagerMiB() : memory)
            .withThreads(threads == null ? was.threads() : threads);
    LocalCluster cluster = LocalCluster.at(place.folder(), place.installation(), wanted);
    cluster.up();
    return print(cluster);
  }

  @Command(
      name = "down",
      mixinStandardHelpOptions = true,
      description = "End all processes. Their data stays; jobs go on at the next up.")
  int down() {
    LocalCluster cluster = place.open();
    cluster.down();
    return print(cluster);
  }

  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Processes with memory, and jobs.")
  int status() {
    return print(place.open());
  }

  @Command(
      name = "kill",
      mixinStandardHelpOptions = true,
      description = "End a process without any warning, as a crash does.")
  int kill(@Mixin Target target) {
    place.open().kill(target.kind(), target.index);
    return done(target, "killed");
  }

  @Command(
      name = "suspend",
      mixinStandardHelpOptions = true,
      description = "Stop a process in its tracks: it holds its connections and answers nothing.")
  int suspend(@Mixin Target target) {
    place.open().suspend(target.kind(), target.index);
    return done(target, "suspended");
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Let a suspended process go on.")
  int resume(@Mixin Target target) {
    place.open().resume(target.kind(), target.index);
    return done(target, "resumed");
  }

  @Command(
      name = "restart",
      mixinStandardHelpOptions = true,
      description = "Start a process again, killing it if it lives, and wait until it is ready.")
  int restart(@Mixin Target target) {
    LocalCluster cluster = place.open();
    cluster.restart(target.kind(), target.index);
    cluster.awaitReady();
    return done(target, "restarted");
  }

  private int done(Target target, String what) {
    Output.print(
        spec,
        place.isJson(),
        Map.of("kind", target.kind, "index", target.index, "did", what),
        () -> target.kind + " " + target.index + " " + what);
    return ExitCode.OK;
  }

  private int print(LocalCluster cluster) {
    ClusterReport report = ClusterReport.of(cluster);
    Output.print(spec, place.isJson(), report, report::text);
    return ExitCode.OK;
  }
}
