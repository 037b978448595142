package io.scstream.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which seeds a bench runs with. */
final class SeedOptions {
  private static final Pattern RANGE = Pattern.compile("(\\d+)\\.\\.(\\d+)");

  @Option(
      names = "--seeds",
      paramLabel = "S",
      description = "Of cells and models: 0..4 or 0,2,5 (${DEFAULT-VALUE}).")
  private String seeds = "0";

  List<Long> all(CommandSpec command) {
    try {
      Matcher range = RANGE.matcher(seeds);
      if (range.matches()) {
        return LongStream.rangeClosed(
                Long.parseLong(range.group(1)), Long.parseLong(range.group(2)))
            .boxed()
            .toList();
      }
      List<Long> all = new ArrayList<>();
      for (String seed : seeds.split(",", -1)) {
        all.add(Long.parseLong(seed.trim()));
      }
      return all;
    } catch (NumberFormatException e) {
      throw new ParameterException(
          command.commandLine(), "Invalid --seeds: " + seeds + "; expected 0..4 or 0,2,5", e);
    }
  }
}
