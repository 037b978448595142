package io.scstream.cluster;

import io.scstream.models.lanes.Lanes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/** How each process is started. */
final class Commands {
  /** What Flink reads of the Java runtime by reflection, as its own scripts open it. */
  private static final List<String> OPEN =
      Stream.concat(
              Stream.of(
                  "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
                  "--add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED"),
              Stream.of(
                      "java.lang",
                      "java.net",
                      "java.io",
                      "java.nio",
                      "sun.nio.ch",
                      "java.lang.reflect",
                      "java.text",
                      "java.time",
                      "java.util",
                      "java.util.concurrent",
                      "java.util.concurrent.atomic",
                      "java.util.concurrent.locks")
                  .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED"))
          .toList();

  private static final String ENTRY = "org.apache.flink.runtime.";

  private final Installation installation;
  private final ClusterFolder folder;
  private final ClusterFacts facts;

  Commands(Installation installation, ClusterFolder folder, ClusterFacts facts) {
    this.installation = installation;
    this.folder = folder;
    this.facts = facts;
  }

  /** The command line; {@code start} counts the starts of this process. */
  List<String> of(ClusterProcess process, int start) {
    return switch (process.kind()) {
      case BROKER -> broker(process);
      case ZOOKEEPER -> zookeeper(process);
      case JOB_MANAGER -> jobManager(process);
      case TASK_MANAGER -> taskManager(process, start);
    };
  }

  /** Variables beside those of this process. */
  Map<String, String> environment() {
    return Map.of("OMP_NUM_THREADS", String.valueOf(facts.settings().threads()));
  }

  private List<String> broker(ClusterProcess process) {
    return java(
        process,
        List.of("-Xmx384m", "-XX:+UseSerialGC"),
        installation.kafka(),
        "kafka.Kafka",
        folder.conf().resolve("server.properties").toString());
  }

  private List<String> zookeeper(ClusterProcess process) {
    return java(
        process,
        List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        installation.lib(),
        ENTRY + "zookeeper.FlinkZooKeeperQuorumPeer",
        "--zkConfigFile",
        folder.conf().resolve("zoo.cfg").toString(),
        "--peerId",
        "1");
  }

  private List<String> jobManager(ClusterProcess process) {
    Configuration settings = FlinkConfig.configuration(FlinkConfig.of(folder, facts));
    List<String> machine = new ArrayList<>(OPEN);
    machine.add("-XX:+UseSerialGC");
    machine.add("-Xmx" + settings.get(JobManagerOptions.JVM_HEAP_MEMORY).getMebiBytes() + "m");
    return java(
        process,
        machine,
        installation.lib(),
        ENTRY + "entrypoint.StandaloneSessionClusterEntrypoint",
        "--configDir",
        folder.conf().toString(),
        "--executionMode",
        "cluster",
        "-D",
        "io.tmp.dirs=" + folder.tmp(process),
        "-D",
        "web.tmpdir=" + folder.tmp(process));
  }

  /** Each start has a name of its own, so that nobody takes it for the one before. */
  private List<String> taskManager(ClusterProcess process, int start) {
    TaskExecutorProcessSpec memory =
        TaskExecutorProcessUtils.processSpecFromConfig(
            FlinkConfig.configuration(FlinkConfig.of(folder, facts)));
    List<String> machine = new ArrayList<>(OPEN);
    Stream.of(ProcessMemoryUtils.generateJvmParametersStr(memory).split("\\s+", -1))
        .filter(option -> !option.startsWith("-Xms")) // Taken when needed: several share a machine.
        .forEach(machine::add);
    if (Lanes.canBeThere()) {
      machine.add(Lanes.OPTION);
    }
    machine.add("-XX:+UseSerialGC");
    machine.add("-Djava.io.tmpdir=" + folder.tmp(process)); // Native libraries are unpacked here.
    machine.add("-Dai.djl.offline=true");
    machine.add("-Dai.djl.pytorch.num_threads=" + facts.settings().threads());
    machine.add("-Dai.djl.pytorch.num_interop_threads=1");
    machine.add("-Dscstream.crash-ledger=" + folder.ledger());
    machine.add("-Dscstream.error-files=" + folder.log());
    List<String> arguments = new ArrayList<>(List.of("--configDir", folder.conf().toString()));
    arguments.addAll(
        List.of(TaskExecutorProcessUtils.generateDynamicConfigsStr(memory).split("\\s+", -1)));
    arguments.addAll(
        List.of(
            "-D",
            "taskmanager.resource-id=" + process.name() + "-" + start,
            "-D",
            "io.tmp.dirs=" + folder.tmp(process)));
    return java(
        process,
        machine,
        installation.lib(),
        ENTRY + "taskexecutor.TaskManagerRunner",
        arguments.toArray(String[]::new));
  }

  private List<String> java(
      ClusterProcess process,
      List<String> machine,
      String classPath,
      String main,
      String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(machine);
    command.add("-XX:ErrorFile=" + folder.log().resolve("hs_err_pid%p.log"));
    command.add("-Dlog.file=" + folder.log().resolve(process.name() + ".log"));
    command.add("-Dlog4j2.configurationFile=" + folder.conf().resolve("log4j2.properties"));
    command.add("-cp");
    command.add(classPath);
    command.add(main);
    command.addAll(List.of(arguments));
    return command;
  }
}
