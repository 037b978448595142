package io.scstream.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/** The {@code scstream} command. */
@Command(
    name = "scstream",
    mixinStandardHelpOptions = true,
    versionProvider = Scstream.Version.class,
    description = "Online learning of generative models on streams of single cells.",
    subcommands = {
      DemoCommand.class,
      IngestCommand.class,
      SimulateCommand.class,
      TrainCommand.class,
      EmbedCommand.class,
      ControlCommand.class,
      ModelsCommand.class,
      ExportCommand.class,
      PredictCommand.class,
      ServeCommand.class,
      DlqCommand.class,
      PreflightCommand.class,
      ClusterCommand.class,
      BenchCommand.class
    },
    footer = {"", "Example:", "  scstream demo --headless"})
public final class Scstream {
  /** Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 misused. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    CommandLine command = new CommandLine(new Scstream());
    command.setExecutionExceptionHandler(Scstream::tell);
    if (arguments.length == 0) {
      command.usage(command.getErr());
      return ExitCode.USAGE;
    }
    return command.execute(arguments);
  }

  /** What a failure of a command comes to. */
  static int tell(Exception failure, CommandLine command, ParseResult unused) throws Exception {
    if (failure instanceof RuntimeException known) {
      return Failures.tell(command.getCommandSpec(), known);
    }
    throw failure;
  }

  static final class Version implements IVersionProvider {
    static String number() {
      String version = Scstream.class.getPackage().getImplementationVersion();
      return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
      return new String[] {"scstream " + number()};
    }
  }
}
