package io.scstream.cli;

import io.scstream.schema.GeneSpaceRecord;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelManifest.GeneSpace;
import io.scstream.store.ModelManifest.Provenance;
import io.scstream.store.ModelManifest.Training;
import io.scstream.store.ModelManifest.Written;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.StagedVersion;
import io.scstream.store.Staging;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** A version of the lineage {@code small} that no job has made. */
public final class SmallVersion {
  private SmallVersion() {}

  /** Publishes it with these files. */
  public static void publish(
      Path folder, long version, GeneSpaceRecord space, Map<String, byte[]> files) {
    try (ModelStore store = FileModelStore.open(folder);
        Staging staging = store.stage(new ModelVersion("small", version))) {
      files.forEach(staging::put);
      StagedVersion staged = staging.finish();
      store.publish(
          staged,
          ModelManifest.builder(staged.version())
              .setTraining(new Training(version, 10, 8, 2, 0, 42))
              .setGeneSpace(new GeneSpace(space.getId(), space.getGeneIds().size()))
              .setProvenance(
                  new Provenance(null, "0".repeat(64), new TreeMap<>(), "test", "cpu", 1, "G2"))
              .setWritten(new Written(Instant.EPOCH, "test", null))
              .setBlobs(staged.blobs())
              .build());
    }
  }
}
