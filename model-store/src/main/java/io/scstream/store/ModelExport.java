package io.scstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Writes a version as a folder that needs no store to be read. */
public final class ModelExport {

  private ModelExport() {}

  /**
   * Writes every blob under its name, {@code manifest.json} and a model card. The folder appears
   * whole or not at all; one that has something in it is left alone.
   */
  public static ModelManifest export(ModelStore store, VersionRef ref, Path folder) {
    ModelManifest manifest =
        store
            .find(ref)
            .orElseThrow(
                () ->
                    new StoreException(
                        StoreException.Category.NOT_FOUND,
                        "Version " + ref + " is not in the store; expected a published version"));
    Path target = folder.toAbsolutePath().normalize();
    try {
      checkFree(target);
      write(store, manifest, target);
    } catch (IOException e) {
      throw StoreException.io("export " + manifest.version() + " to " + target, e);
    }
    return manifest;
  }

  private static void checkFree(Path target) throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    if (!Files.isDirectory(target) || !names(target).isEmpty()) {
      throw StoreException.badInput(
          "Cannot export to " + target + ": it is not empty; expected a new or an empty folder");
    }
  }

  private static void write(ModelStore store, ModelManifest manifest, Path target)
      throws IOException {
    Path parent = target.getParent();
    if (parent == null) {
      throw StoreException.badInput("Cannot export to " + target + "; expected a folder below it");
    }
    Files.createDirectories(parent);
    Path temporary = parent.resolve("." + target.getFileName() + "-" + UUID.randomUUID());
    Files.createDirectory(temporary);
    try {
      for (var entry : manifest.blobs().entrySet()) {
        try (InputStream in = store.open(entry.getValue())) {
          Files.copy(in, temporary.resolve(entry.getKey()));
        }
      }
      Files.writeString(
          temporary.resolve(Names.MANIFEST_FILE), ManifestParser.toJson(manifest), UTF_8);
      Files.writeString(temporary.resolve("README.md"), ModelCard.of(manifest), UTF_8);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(temporary);
    }
  }

  /** Nothing is left to delete where all went well. */
  private static void delete(Path temporary) throws IOException {
    for (Path file : names(temporary)) {
      Files.delete(file);
    }
    Files.deleteIfExists(temporary);
  }

  private static List<Path> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> names = Files.list(folder)) {
      return names.toList();
    }
  }
}
