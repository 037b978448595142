package io.scstream.jobs.publish;

/** A version that the store does not show yet, as the sink's state keeps it. */
sealed interface WaitingVersion {
  /** Its files are not in the store either. */
  record Unstaged(VersionDraft draft) implements WaitingVersion {}

  /** Its files are in the store's staging area. */
  record Staged(StagedDraft draft) implements WaitingVersion {}
}
