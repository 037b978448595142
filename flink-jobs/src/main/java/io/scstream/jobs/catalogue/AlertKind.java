package io.scstream.jobs.catalogue;

import io.scstream.schema.Severity;
import java.util.List;
import java.util.Locale;

/**
 * Everything that the jobs raise an alert for. To add one, add a constant, raise it, and write
 * {@code docs/metrics.md} anew as {@code MetricsPageTest} says.
 */
public enum AlertKind {
  CONFLICTING_DUPLICATE(
      Severity.WARN,
      "a chunk that contradicts one taken before",
      "`dead-lettered`; the job goes on"),
  BATCH_INCOMPLETE(
      Severity.WARN,
      "a batch closed with chunks missing; `expected` if its last chunk has come",
      "`trained on what came`",
      "seen",
      "expected"),
  DEAD_LETTERS_GROWING(
      Severity.WARN, "more than 1 of the last 100 records rejected", "`none`", "rejected", "of"),
  MODEL_SWAP_FAILED(
      Severity.WARN,
      "a version that the embedding job cannot use: damaged bytes, other genes, a canary that"
          + " differs. Once a version and subtask; written with the next chunk or event",
      "`stayed with NAME@VERSION`; tried again at every look"),
  QUARANTINED(
      Severity.WARN,
      "a chunk whose cells give no finite numbers, or that native code crashed on twice",
      "`dead-lettered`; training goes on"),
  ROLLED_BACK(
      Severity.WARN,
      "a step that is not finite, or steps refused or wild in a row",
      "training went back to its last safe point and goes on without the chunks named, or without"
          + " cells taken out of the replay memory"),
  UNKNOWN_GROUP(
      Severity.WARN,
      "the first chunk of an attempt with target cells of no group in `input.groups.names`",
      "`dead-lettered`; other cells are taken"),
  HALTED(
      Severity.HALT,
      "more rollbacks without proof of the cause than `train.guard.max-rollbacks`",
      "no cells are taken in until `control resume`; versions stay published"),
  FORGETTING(
      Severity.WARN,
      "held-out cells of a stratum are worse off than under the best promoted version, by more than"
          + " chance, several times in a row",
      "further steps on replay where asked for, and no promotion where a gate promotes, while it"
          + " lasts",
      "bwt",
      "standard_error",
      "cells",
      "donors",
      "best_version",
      "since_step"),
  FORGETTING_OVER(
      Severity.INFO,
      "a stratum is no longer forgotten",
      "`none`",
      "bwt",
      "standard_error",
      "cells",
      "donors",
      "best_version",
      "since_step"),
  DRIFT(
      Severity.WARN,
      "batches are no longer what they were: which signal moved, by how much and since which batch;"
          + " at the batch that raises the alarm",
      "the effect of `input.drift.on-alarm`; no version is promoted while the alarm waits",
      "log_evidence",
      "alarm_at",
      "share",
      "p",
      "deviations",
      "batches_since"),
  DRIFT_OVER(
      Severity.INFO,
      "a drift alarm that nobody acknowledged was followed by `input.drift.clean-batches` batches"
          + " without one",
      "versions are published and promoted again",
      "log_evidence",
      "alarm_at"),
  BATCH_STRANGE(
      Severity.WARN,
      "readings of one batch that are less likely than one batch in `input.drift.ert-batches`, where"
          + " tails fall like exponential ones; not while a drift alarm stands or waits",
      "`none: it was trained on`",
      "the signal's name, in robust spreads"),
  CODES_MOVED(
      Severity.WARN,
      "the mean codes of the last 8 batches differ from those of 50 earlier ones, by a test that does"
          + " so by chance once in `input.drift.ert-batches` batches; not while a drift alarm stands or"
          + " waits",
      "`none: it was trained on`",
      "the block's name, in standard deviations of a cell's code"),
  BATCH_BEYOND_LIMITS(
      Severity.WARN,
      "input values of a batch are more than 6 robust spreads from those of the last 200",
      "`none`: it was trained on",
      "the value's name, in robust spreads"),
  PROMOTION_REFUSED(
      Severity.WARN,
      "a version that the gate does not promote, with each condition that is broken",
      "it stays a candidate; the alias `promoted` stays where it is"),
  ENCODER_WITHHELD(
      Severity.WARN,
      "a version whose `encoder.onnx` was not made, cannot be run, or gives other codes than the"
          + " model; told once in a lineage, until the reason changes",
      "it and later ones are published without the file"),
  CONTROL(
      Severity.INFO,
      "a command for the lineage was carried out",
      "what was done, for whom and why"),
  CONTROL_REFUSED(Severity.WARN, "a command for the lineage was refused", "why it was refused"),
  UNREADABLE_COMMAND(
      Severity.WARN, "bytes on the topic of commands that are no command", "`ignored`");

  private final Severity severity;
  private final String cause;
  private final String action;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> evidence;

  AlertKind(Severity severity, String cause, String action, String... evidence) {
    this.severity = severity;
    this.cause = cause;
    this.action = action;
    this.evidence = List.of(evidence);
  }

  /** Its name on the topic, such as {@code batch-incomplete}. */
  public String word() {
    // Whoever follows a command, or an alarm, finds how it goes on under one name.
    return switch (this) {
      case CONTROL_REFUSED -> CONTROL.word();
      case FORGETTING_OVER -> FORGETTING.word();
      case DRIFT_OVER -> DRIFT.word();
      default -> name().toLowerCase(Locale.ROOT).replace('_', '-');
    };
  }

  public Severity severity() {
    return severity;
  }

  /** What raises it. */
  public String cause() {
    return cause;
  }

  /** What the job does about it. */
  public String action() {
    return action;
  }

  /** Names of the numbers that may come with it. */
  public List<String> evidence() {
    return evidence;
  }
}
