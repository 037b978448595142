package io.scstream.cli;

import io.scstream.config.ConfigException;
import io.scstream.ingest.IngestException;
import io.scstream.models.ModelException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** What a user sees of a failure: one line, and an exit code. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** Prints the message on standard error. */
  static int tell(CommandSpec command, RuntimeException failure) {
    String message = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    command.commandLine().getErr().println(command.qualifiedName() + ": " + message);
    LOG.debug("{} failed", command.qualifiedName(), failure);
    return isMisuse(failure) ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  private static boolean isMisuse(RuntimeException failure) {
    return failure instanceof ConfigException
        || (failure instanceof ModelException model
            && model.category() == ModelException.Category.BAD_CONFIG)
        || (failure instanceof IngestException ingest
            && ingest.category() == IngestException.Category.BAD_CONFIG);
  }
}
