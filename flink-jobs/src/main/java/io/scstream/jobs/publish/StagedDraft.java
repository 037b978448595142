package io.scstream.jobs.publish;

import io.scstream.store.ModelManifest;
import io.scstream.store.StagedVersion;

/** What a checkpoint keeps of a version that waits to be published. */
public record StagedDraft(StagedVersion staged, ModelManifest manifest) {}
