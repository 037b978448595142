package io.scstream.speed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Another program that learns from the same cells: a process that lives as long as the session and
 * takes steps when it is told to. It and this process never work at the same time.
 */
final class Peer implements Side, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int GOODBYE_SECONDS = 10;

  private final PeerKind kind;
  private final Process process;
  private final BufferedReader answers;
  private final Writer questions;
  private final PeerFolder folder;
  private final JsonNode greeting;

  private Peer(PeerKind kind, Process process, PeerFolder folder) {
    this.kind = kind;
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.questions = process.outputWriter(StandardCharsets.UTF_8);
    this.folder = folder;
    this.greeting = listen();
  }

  /**
   * Starts a peer and waits until it is ready.
   *
   * @param folder is deleted with the peer
   * @throws SpeedException if there is none, with what to do about it
   */
  static Peer start(PeerProgram program, PeerFolder folder, int threads) {
    try {
      Process process = launch(program, folder, threads);
      try {
        Peer peer = new Peer(program.kind(), process, folder);
        peer.requireWhole(program);
        return peer;
      } catch (RuntimeException e) {
        process.destroy();
        throw e;
      }
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static Process launch(PeerProgram program, PeerFolder folder, int threads) {
    if (!Files.isRegularFile(program.script())) {
      throw new SpeedException(
          "No peer %s: there is no file %s; expected benchmarks/peer.py of the source"
              .formatted(program.kind().label(), program.script()));
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                program.python(),
                program.script().toAbsolutePath().toString(),
                program.kind().label(),
                folder.path().toString()));
    for (String variable : List.of("OMP_NUM_THREADS", "MKL_NUM_THREADS")) {
      builder.environment().putAll(Map.of(variable, Integer.toString(threads)));
    }
    builder.directory(folder.path().toFile());
    builder.redirectError(folder.path().resolve("errors.txt").toFile());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new SpeedException(
          "No peer %s: cannot run the Python %s; %s"
              .formatted(program.kind().label(), program.python(), program.kind().advice()),
          e);
    }
  }

  private void requireWhole(PeerProgram program) {
    if (greeting.has("missing")) {
      throw new SpeedException(
          "No peer %s: %s cannot import %s; %s"
              .formatted(
                  kind.label(), program.python(), greeting.get("missing").asText(), kind.advice()));
    }
    if (!greeting.hasNonNull("version") || greeting.path("cells").asInt() < 1) {
      throw new SpeedException(
          "The peer %s said %s; expected its version and the cells of its step"
              .formatted(kind.label(), greeting));
    }
  }

  String version() {
    return greeting.get("version").asText();
  }

  /** What it says that it learns. */
  String model() {
    return greeting.path("model").asText();
  }

  String label() {
    return kind.label();
  }

  @Override
  public int cells() {
    return greeting.get("cells").asInt();
  }

  /** By its own clock. */
  @Override
  public double seconds(int steps) {
    try {
      questions.write(JSON.writeValueAsString(Map.of("steps", steps)) + "\n");
      questions.flush();
    } catch (IOException e) {
      throw ended(e);
    }
    JsonNode answer = listen();
    double seconds = answer.path("seconds").asDouble();
    if (!(seconds > 0)) {
      throw new SpeedException(
          "The peer %s said %s; expected the seconds of %d steps"
              .formatted(kind.label(), answer, steps));
    }
    return seconds;
  }

  private JsonNode listen() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw ended(new IOException("no answer"));
      }
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new SpeedException(
          "The peer %s did not speak JSON: %s".formatted(kind.label(), e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw ended(e);
    }
  }

  private SpeedException ended(IOException cause) {
    try {
      List<String> errors = Files.readAllLines(folder.path().resolve("errors.txt"));
      return new SpeedException(
          "The peer %s ended: %s"
              .formatted(
                  kind.label(),
                  errors.isEmpty() ? cause.getMessage() : errors.get(errors.size() - 1)),
          cause);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets it end by itself, as nothing more is asked. */
  @Override
  public void close() {
    try (folder) {
      questions.close();
      if (!process.waitFor(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
