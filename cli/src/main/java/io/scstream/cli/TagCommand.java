package io.scstream.cli;

import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.VersionRef;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code scstream models tag}: a name that stays. */
@Command(
    name = "tag",
    mixinStandardHelpOptions = true,
    description = {
      "Give a version a name that stays with it and keeps it from being collected.",
      "A name that moves is an alias; see scstream models promote --alias."
    },
    footer = {"", "Example:", "  scstream models tag screen@4200 paper-1"})
final class TagCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private ModelsCommand models;

  @Parameters(
      index = "0",
      paramLabel = "NAME@REF",
      description = "The version; with --delete its lineage is enough.")
  private String ref = "";

  @Parameters(
      index = "1",
      paramLabel = "TAG",
      description = "Lower-case letters, digits, '.', '_', '-'.")
  private String tag = "";

  @Option(names = "--delete", description = "Take the tag away instead.")
  private boolean isDeleted;

  @Override
  public Integer call() {
    try (ModelStore store = models.open()) {
      return isDeleted ? delete(store) : give(store);
    }
  }

  private int give(ModelStore store) {
    ModelManifest manifest = ModelVersions.find(store, VersionRef.parse(ref));
    ModelVersion version = manifest.version();
    store.tag(version, tag);
    String name = version.lineage() + "@" + tag;
    Output.print(
        spec,
        models.isJson(),
        Map.of("tag", name, "version", version.toString()),
        () -> name + " is " + version);
    return ExitCode.OK;
  }

  private int delete(ModelStore store) {
    String name = VersionRef.parse(ref).lineage() + "@" + tag;
    boolean wasThere = store.untag(VersionRef.parse(ref).lineage(), tag);
    Output.print(
        spec,
        models.isJson(),
        Map.of("tag", name, "deleted", wasThere),
        () -> wasThere ? name + " is gone" : "There was no tag " + name);
    return wasThere ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
