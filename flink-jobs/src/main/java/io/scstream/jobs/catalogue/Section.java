package io.scstream.jobs.catalogue;

/** What numbers are about, and when they are written. */
public enum Section {
  /** Before a chunk is trained on. */
  PREQUENTIAL(
      "New cells",
      "Written at every chunk after the first step, over the chunk's cells before any of them was"
          + " trained on: for each role that is present, and for both together (no role). Bounds are"
          + " means."),
  /** Of the steps that a chunk led to. */
  STEPS("Steps", "Written at every chunk that led to a step, over the chunk's steps."),
  /** How far a run has come. */
  PROGRESS("Progress", "Kept by the trainer and set at every chunk; NaN before the first one."),
  /** What background codes know. */
  LEAKAGE(
      "Leakage",
      "Written at the end of the chunk that fills a window of `input.leakage.window-cells`, over the"
          + " window's cells. What cannot be told is left out."
          + " [How it is measured](operations.md#leakage)."),
  /** What is lost of earlier cells. */
  FORGETTING(
      "Forgetting",
      "Written whenever the held-out cells are looked at, every `memory.forgetting.every-steps`"
          + " steps, over those that the model has known for long enough."
          + " [How it is measured](operations.md#forgetting)."),
  /** Whether batches still are what they were. */
  DRIFT(
      "Drift",
      "Written whenever a batch is over and was judged, with `cells` those of the batch."
          + " [How it is measured](drift.md)."),
  /** What comes in. */
  INTAKE(
      "Intake",
      "Totals since the lineage began, written whenever they change, with `step` and `cells` 0."
          + " They are kept in the job's state: a restart neither forgets nor repeats one."
          + " [What becomes of the input](operations.md#what-comes-in)."),
  /** How versions get into the store. */
  PUBLICATION("Publication", "Kept by the sink of model versions."),
  /** Which version embeds. */
  EMBEDDING("Embedding", "Kept by each subtask of the embedding job.");

  private final String title;
  private final String written;

  Section(String title, String written) {
    this.title = title;
    this.written = written;
  }

  public String title() {
    return title;
  }

  /** When, and over what. */
  public String written() {
    return written;
  }
}
