package io.scstream.jobs.publish;

import io.scstream.store.ModelManifest;
import io.scstream.store.StagedVersion;

/**
 * What a checkpoint keeps of a version that waits to be published.
 *
 * @param isLast whether the input has ended, so that no later checkpoint hands this on again
 */
public record StagedDraft(StagedVersion staged, ModelManifest manifest, boolean isLast) {
  StagedDraft last() {
    return new StagedDraft(staged, manifest, true);
  }
}
