package io.scstream.cli;

import io.scstream.letters.Letter;
import io.scstream.letters.LetterBox;
import io.scstream.letters.LetterFacts;
import io.scstream.letters.LetterId;
import io.scstream.letters.Replay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scstream dlq}: what was rejected, and sending it again. */
@Command(
    name = "dlq",
    mixinStandardHelpOptions = true,
    description = "List and show dead letters, and send their records again.",
    footer = {"", "Example:", "  scstream dlq replay --reason unknown-schema --dry-run"})
public final class DlqCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Missing subcommand; expected list, show or replay");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "How many letters of each reason there are, and the last ones.")
  int list(
      @Mixin ConnectionOptions connection,
      @Mixin LetterOptions which,
      @Option(
              names = "--limit",
              defaultValue = "50",
              paramLabel = "N",
              description = "Show at most so many letters (${DEFAULT-VALUE}).")
          int limit) {
    try (Deployment deployment = connection.open()) {
      LetterBox.Listing listing =
          new LetterBox(deployment.client(), which.topic()).list(which.predicate(), limit);
      Output.print(spec, connection.isJson(), listing, () -> text(listing));
      return ExitCode.OK;
    }
  }

  private static String text(LetterBox.Listing listing) {
    if (listing.reasons().isEmpty()) {
      return "No dead letters";
    }
    String counts =
        listing.reasons().entrySet().stream()
            .map(reason -> String.format("%,8d  %s", reason.getValue(), reason.getKey()))
            .collect(Collectors.joining("\n"));
    return listing.lines().stream().map(DlqCommand::line).reduce(counts, (a, b) -> a + "\n" + b);
  }

  private static String line(LetterBox.Line letter) {
    return String.format(
        "%s  %s (%s)  %s  %s  attempt %d  %s",
        letter.id(),
        letter.reason(),
        letter.stage(),
        letter.source(),
        letter.cells() < 0 ? "cells unknown" : letter.cells() + " cells",
        letter.attempt(),
        letter.detail());
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "One letter: every field, and what its payload holds if it can be decoded.")
  int show(
      @Mixin ConnectionOptions connection,
      @Mixin LetterOptions which,
      @Parameters(paramLabel = "ID", description = "As dlq list shows it.") String id,
      @Option(
              names = "--payload",
              paramLabel = "FILE",
              description = "Write the record's value there, unchanged.")
          @Nullable Path payload) {
    LetterId wanted = LetterId.parse(id);
    try (Deployment deployment = connection.open()) {
      Letter letter = new LetterBox(deployment.client(), which.topic()).find(wanted);
      if (payload != null) {
        write(payload, letter.source().value());
      }
      Map<String, Object> facts = LetterFacts.of(letter);
      Output.print(
          spec,
          connection.isJson(),
          facts,
          () ->
              facts.entrySet().stream()
                  .map(fact -> fact.getKey() + ": " + fact.getValue())
                  .collect(Collectors.joining("\n")));
      return ExitCode.OK;
    }
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  @Command(
      name = "replay",
      mixinStandardHelpOptions = true,
      description = "Send the records of chosen letters again. What was taken before is dropped.")
  int replay(
      @Mixin ConnectionOptions connection,
      @Mixin LetterOptions which,
      @Parameters(arity = "0..*", paramLabel = "ID") @Nullable List<String> ids,
      @Option(names = "--all", description = "All letters on the topic.") boolean isAll,
      @Option(names = "--dry-run", description = "Say what would be sent.") boolean isDry,
      @Option(
              names = "--topic",
              paramLabel = "TOPIC",
              description = "Send there instead of to the topic that a record came from.")
          @Nullable String topic) {
    Set<LetterId> wanted =
        (ids == null ? List.<String>of() : ids)
            .stream().map(LetterId::parse).collect(Collectors.toUnmodifiableSet());
    if (wanted.isEmpty() && !which.areGiven() && !isAll) {
      throw new ParameterException(
          spec.commandLine(), "Missing selection; expected IDs, --reason, --since or --all");
    }
    Predicate<Letter> chosen =
        which.predicate().and(letter -> wanted.isEmpty() || wanted.contains(letter.id()));
    try (Deployment deployment = connection.open()) {
      LetterBox letters = new LetterBox(deployment.client(), which.topic());
      wanted.forEach(letters::find);
      Replay replay = new Replay(deployment.client(), letters, Optional.ofNullable(topic));
      Replay.Report report = isDry ? replay.preview(chosen) : replay.send(chosen);
      print(connection, report, isDry);
      return ExitCode.OK;
    }
  }

  private void print(ConnectionOptions connection, Replay.Report report, boolean isDry) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("letters", report.letters());
    facts.put("records", report.records());
    facts.put("reasons", report.reasons());
    facts.put("topics", report.topics());
    facts.put("sent", !isDry);
    Output.print(
        spec,
        connection.isJson(),
        facts,
        () ->
            String.format(
                "%s%,d records of %,d letters %s: %s",
                isDry ? "Would send " : "Sent ",
                report.records(),
                report.letters(),
                report.topics().isEmpty() ? "" : "to " + report.topics().keySet(),
                report.reasons()));
  }
}
