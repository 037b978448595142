package io.scstream.store;

import io.scstream.store.VerifyReport.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at everything and goes on after whatever it finds. One use each. */
final class Verifier {

  private final Storage storage;
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> blobs = new HashSet<>();
  private int manifests;
  private int aliases;

  Verifier(Storage storage) {
    this.storage = storage;
  }

  VerifyReport everything() {
    for (String lineage : storage.list(Names.MANIFESTS)) {
      verifyManifests(lineage);
    }
    for (String lineage : storage.list(Names.ALIASES)) {
      verifyAliases(lineage);
    }
    for (String lineage : storage.list(Names.LINEAGES)) {
      verifyOwner(lineage);
      verifyErasures(lineage);
    }
    verifyLooseBlobs();
    verifyCondemned();
    return report();
  }

  VerifyReport one(ModelVersion version) {
    verifyManifest(version);
    return report();
  }

  private VerifyReport report() {
    return new VerifyReport(manifests, blobs.size(), aliases, problems);
  }

  private void verifyManifests(String lineage) {
    String folder = Names.MANIFESTS + "/" + lineage;
    if (!Names.isName(lineage)) {
      add(folder, "a folder named like a lineage", "another name");
      return;
    }
    for (String file : storage.list(folder)) {
      Catalog.version(lineage, file)
          .ifPresentOrElse(
              this::verifyListed,
              () -> add(folder + "/" + file, "a file named <version>.json", "another name"));
    }
  }

  /** One that was collected since it was listed is no problem. */
  private void verifyListed(ModelVersion version) {
    if (storage.read(version.manifestPath()).isPresent()) {
      verifyManifest(version);
    }
  }

  private void verifyManifest(ModelVersion version) {
    manifests++;
    String path = version.manifestPath();
    try {
      storage
          .read(path)
          .map(content -> Catalog.parse(version, content))
          .ifPresentOrElse(this::verifyBlobs, () -> add(path, "a manifest", "nothing"));
    } catch (StoreException e) {
      add(path, "a manifest as it was written", e.getMessage());
    }
  }

  private void verifyBlobs(ModelManifest manifest) {
    manifest.blobs().forEach((name, blob) -> verifyBlob(manifest, name, blob));
  }

  private void verifyBlob(ModelManifest manifest, String name, BlobRef blob) {
    String path = Names.blob(blob);
    boolean isNew = blobs.add(path);
    if (isNew && !verifyHash(path, name + " of " + manifest.version(), blob)) {
      return;
    }
    if (name.endsWith(Names.SAFETENSORS)) {
      verifyTensors(manifest, name, blob);
    }
  }

  private boolean verifyHash(String path, String what, BlobRef blob) {
    Optional<InputStream> opened = storage.open(path);
    if (opened.isEmpty()) {
      add(path, what + ", " + blob.bytes() + " bytes", "nothing");
      return false;
    }
    try (InputStream in = new CheckedInputStream(opened.get(), blob)) {
      in.transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (StoreException | IOException e) {
      add(path, what, e.getMessage());
      return false;
    }
  }

  private void verifyTensors(ModelManifest manifest, String name, BlobRef blob) {
    String path = Names.blob(blob);
    Optional<InputStream> opened = storage.open(path);
    if (opened.isEmpty()) {
      return;
    }
    try (InputStream in = opened.get()) {
      List<TensorEntry> tensors = SafetensorsHeader.read(in, blob.bytes()).tensors();
      if (name.equals(Names.MODEL) && !manifest.tensors().isEmpty()) {
        compareTensors(path, manifest, tensors);
      }
    } catch (StoreException | IOException e) {
      add(path, "a safetensors file, " + name + " of " + manifest.version(), e.getMessage());
    }
  }

  private void compareTensors(String path, ModelManifest manifest, List<TensorEntry> found) {
    Set<TensorEntry> listed = new LinkedHashSet<>(manifest.tensors());
    for (TensorEntry tensor : found) {
      if (!listed.remove(tensor)) {
        add(
            path,
            "only tensors that " + manifest.version().manifestPath() + " lists",
            describe(tensor));
      }
    }
    for (TensorEntry tensor : listed) {
      add(
          path,
          describe(tensor) + " as " + manifest.version().manifestPath() + " lists it",
          "no such tensor");
    }
  }

  private void verifyAliases(String lineage) {
    String folder = Names.ALIASES + "/" + lineage;
    for (String file : storage.list(folder)) {
      String alias = file.replaceFirst("\\.json$", "");
      if (file.equals(alias) || !Names.isName(alias)) {
        add(folder + "/" + file, "a file named <alias>.json", "another name");
      } else {
        verifyAlias(lineage, alias);
      }
    }
  }

  private void verifyAlias(String lineage, String alias) {
    aliases++;
    String path = Names.alias(lineage, alias);
    try {
      storage
          .read(path)
          .map(content -> Aliases.parse(lineage, alias, content).version().manifestPath())
          .filter(manifest -> storage.read(manifest).isEmpty())
          .ifPresent(manifest -> add(path, "a version that exists", "one without " + manifest));
    } catch (StoreException e) {
      add(path, "an alias as it was written", e.getMessage());
    }
  }

  private void verifyOwner(String lineage) {
    String path = Names.owner(lineage);
    try {
      storage.read(path).ifPresent(content -> Owners.parse(lineage, content));
    } catch (StoreException e) {
      add(path, "the owner of a lineage as it was written", e.getMessage());
    }
  }

  private void verifyErasures(String lineage) {
    String folder = Names.erasures(lineage);
    for (String file : storage.list(folder)) {
      String path = folder + "/" + file;
      try {
        storage.read(path).ifPresent(content -> Erasures.parse(path, content));
      } catch (StoreException e) {
        add(path, "the erasure of a donor as it was written", e.getMessage());
      }
    }
  }

  /** Blobs that no version has, yet or any more, are still what their names say. */
  private void verifyLooseBlobs() {
    for (String name : storage.list(Names.BLOBS)) {
      String path = Names.BLOBS + "/" + name;
      if (!Names.isBlob(path)) {
        add(path, "a file named by its SHA-256", "another name");
      } else if (!blobs.contains(path)) {
        verifyLoose(path, name);
      }
    }
  }

  private void verifyLoose(String path, String name) {
    Optional<InputStream> opened = storage.open(path);
    if (opened.isEmpty()) {
      return;
    }
    try (InputStream in = opened.get()) {
      String found = Sha256.of(in).sha256();
      if (!found.equals(name)) {
        add(path, "content of that hash", found);
      }
    } catch (IOException e) {
      add(path, "a blob that can be read", e.getMessage());
    }
  }

  private void verifyCondemned() {
    try {
      new CondemnedList(storage).read();
    } catch (StoreException e) {
      add(Names.CONDEMNED, "the list of what is to be deleted", e.getMessage());
    }
  }

  private static String describe(TensorEntry tensor) {
    return tensor.name() + " " + tensor.dtype() + " " + tensor.shape();
  }

  private void add(String file, String expected, @Nullable String found) {
    problems.add(new Problem(file, expected, String.valueOf(found)));
  }
}
