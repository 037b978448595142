package io.scstream.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;

/** A bench on cells so few that it takes no time, and what it prints. */
final class SmallBench {
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  private final Supplier<Object> command;
  private final List<String> size;

  private SmallBench(Supplier<Object> command, List<String> size) {
    this.command = command;
    this.size = size;
  }

  static SmallBench of(Supplier<Object> command, String genes, String batch, String density) {
    return new SmallBench(
        command,
        List.of("--genes", genes, "--batch", batch, "--density", density, "--hidden", "8"));
  }

  /** With few turns of few steps. */
  int runTurns(String... further) {
    List<String> all = new ArrayList<>(List.of("--pairs", "3", "--steps", "2", "--warm-up", "0.1"));
    all.addAll(List.of(further));
    return runSmall(all.toArray(String[]::new));
  }

  int runSmall(String... further) {
    List<String> all = new ArrayList<>(size);
    all.addAll(List.of(further));
    return run(all.toArray(String[]::new));
  }

  int run(String... arguments) {
    return new CommandLine(command.get())
        .setOverwrittenOptionsAllowed(true)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(Scstream::tell)
        .execute(arguments);
  }
}
