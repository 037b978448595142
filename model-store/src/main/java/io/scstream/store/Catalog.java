package io.scstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The rules of publishing and finding, over any storage. The order of {@link #publish} is what
 * makes it safe to die anywhere: the owner of the lineage, blobs, then the manifest that makes them
 * a version, then the alias.
 */
abstract class Catalog implements ModelStore {

  private final Storage storage;
  private final Aliases aliases;
  private final Owners owners;
  private final CondemnedList condemned;
  private final Histories histories;
  private final Erasures erasures;

  Catalog(Storage storage) {
    this.storage = storage;
    this.condemned = new CondemnedList(storage);
    this.aliases = new Aliases(storage, condemned);
    this.owners = new Owners(storage);
    this.histories = new Histories(storage);
    this.erasures = new Erasures(storage);
  }

  @Override
  public Staging stage(ModelVersion version) {
    return storage.stage(version);
  }

  @Override
  public Publication publish(StagedVersion staged, ModelManifest manifest) {
    checkFits(staged, manifest);
    owners.claim(manifest);
    Publication publication = commit(staged, manifest);
    aliases.advance(manifest.version(), Names.LATEST);
    storage.discard(staged);
    return publication;
  }

  @Override
  public Optional<ModelManifest> find(VersionRef ref) {
    Optional<ModelManifest> found = ref.resolve(this).flatMap(this::manifest);
    if (found.map(histories::agrees).orElse(true)) {
      return found;
    }
    // The index knows another version of this number, which was collected.
    histories.distrust(ref.lineage());
    return ref.resolve(this).flatMap(this::manifest);
  }

  @Override
  public List<ModelVersion> versions(String lineage) {
    Names.checkLineage(lineage);
    return storage.list(Names.MANIFESTS + "/" + lineage).stream()
        .flatMap(file -> version(lineage, file).stream())
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  @Override
  public List<ModelManifest> list(String lineage) {
    return versions(lineage).stream().flatMap(version -> manifest(version).stream()).toList();
  }

  @Override
  public History history(String lineage) {
    return histories.history(lineage, versions(lineage), this::manifest);
  }

  /** What decides on whether the versions of a lineage are kept. */
  List<Candidate> candidates(String lineage) {
    return versions(lineage).stream()
        .flatMap(version -> manifest(version).map(Candidate::of).stream())
        .toList();
  }

  @Override
  public List<String> lineages() {
    return storage.list(Names.MANIFESTS).stream()
        .filter(Names::isName)
        .filter(lineage -> !versions(lineage).isEmpty())
        .toList();
  }

  @Override
  public Optional<LineageOwner> owner(String lineage) {
    Names.checkLineage(lineage);
    return owners.owner(lineage);
  }

  @Override
  public InputStream open(BlobRef blob) {
    return storage
        .open(Names.blob(blob))
        .map(in -> (InputStream) new CheckedInputStream(in, blob))
        .orElseThrow(() -> missing(Names.blob(blob), "a blob of " + blob.bytes() + " bytes"));
  }

  @Override
  public byte[] read(BlobRef blob) {
    try (InputStream in = open(blob)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw StoreException.io("read " + Names.blob(blob), e);
    }
  }

  @Override
  public Optional<ModelVersion> alias(String lineage, String alias) {
    Names.checkLineage(lineage);
    Names.checkAlias(alias);
    return aliases.version(lineage, alias).map(version -> new ModelVersion(lineage, version));
  }

  @Override
  public void setAlias(String lineage, String alias, long version, Optional<Long> expected) {
    move(new ModelVersion(lineage, version), alias, expected, Aliases.Move.FORWARD);
  }

  @Override
  public void rollBackAlias(String lineage, String alias, long version, Optional<Long> expected) {
    move(new ModelVersion(lineage, version), alias, expected, Aliases.Move.ANYWHERE);
  }

  @Override
  public List<VersionName> names(String lineage) {
    Names.checkLineage(lineage);
    return aliases.names(lineage);
  }

  @Override
  public void tag(ModelVersion version, String tag) {
    Names.checkTag(tag);
    condemned.rescue(List.of(version.manifestPath()));
    requirePublished(version, "tag " + tag);
    aliases.tag(version, tag);
  }

  @Override
  public boolean untag(String lineage, String tag) {
    Names.checkLineage(lineage);
    Names.checkTag(tag);
    return aliases.untag(lineage, tag);
  }

  @Override
  public Erasure eraseDonor(String lineage, String donor, Instant at, String by, String reason) {
    if (versions(lineage).isEmpty()) {
      throw missing("Lineage " + lineage, "one with versions");
    }
    return erasures.add(new Erasure(lineage, DonorRegister.fingerprint(donor), at, by, reason));
  }

  @Override
  public List<Erasure> erasures(String lineage) {
    Names.checkLineage(lineage);
    return erasures.list(lineage);
  }

  @Override
  public GcReport collect(RetentionPolicy policy, Clock clock) {
    return new Collector(storage, this, policy, clock).collect();
  }

  @Override
  public GcReport collectable(RetentionPolicy policy, Clock clock) {
    return new Collector(storage, this, policy, clock).look();
  }

  @Override
  public ProbeReport probe(LongSupplier nanos) {
    return new StoreProbe(storage, nanos).run();
  }

  @Override
  public VerifyReport verify() {
    return new Verifier(storage).everything();
  }

  @Override
  public VerifyReport verify(VersionRef ref) {
    ModelVersion version =
        ref.resolve(this)
            .orElseThrow(() -> missing("Version " + ref, "an alias that names a version"));
    return new Verifier(storage).one(version);
  }

  @Override
  public int collectStaging(String lineage, Duration olderThan, Clock clock) {
    Names.checkLineage(lineage);
    if (olderThan.isNegative()) {
      throw StoreException.badInput(
          "Invalid age of staged versions: " + olderThan + "; expected at least zero");
    }
    return storage.collect(lineage, clock.instant().minus(olderThan));
  }

  @Override
  public void close() {}

  /** The version a file name stands for; empty if it is not that of a manifest. */
  static Optional<ModelVersion> version(String lineage, String file) {
    if (!file.endsWith(Names.JSON)) {
      return Optional.empty();
    }
    String number = file.substring(0, file.length() - Names.JSON.length());
    if (!Names.isNumber(number)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ModelVersion(lineage, Long.parseLong(number)));
    } catch (NumberFormatException e) {
      return Optional.empty(); // nineteen digits, but too many all the same
    }
  }

  /** Reads a manifest and checks that it is the one that belongs under its path. */
  static ModelManifest parse(ModelVersion version, byte[] content) {
    try {
      ModelManifest manifest = ManifestParser.fromJson(new String(content, UTF_8));
      if (!manifest.version().equals(version)) {
        throw StoreException.corrupt(
            "It is the manifest of " + manifest.version() + "; expected " + version);
      }
      return manifest;
    } catch (StoreException e) {
      throw new StoreException(e.category(), version.manifestPath() + ": " + e.getMessage(), e);
    }
  }

  private Publication commit(StagedVersion staged, ModelManifest manifest) {
    Optional<ModelManifest> published = manifest(manifest.version());
    if (published.isEmpty()) {
      rescue(manifest);
      staged.blobs().forEach((name, blob) -> storage.adopt(staged, name, blob));
      byte[] content = ManifestParser.toJson(manifest).getBytes(UTF_8);
      if (storage.createOnce(manifest.version().manifestPath(), content)) {
        return Publication.CREATED;
      }
      published = manifest(manifest.version());
    }
    published.ifPresent(existing -> checkSame(existing, manifest));
    return Publication.ALREADY_PUBLISHED;
  }

  /** A collection may have condemned blobs that lie there since an attempt that died. */
  private void rescue(ModelManifest manifest) {
    List<String> paths = new ArrayList<>();
    paths.add(manifest.version().manifestPath());
    manifest.blobs().values().forEach(blob -> paths.add(Names.blob(blob)));
    condemned.rescue(paths);
  }

  private Optional<ModelManifest> manifest(ModelVersion version) {
    return storage.read(version.manifestPath()).map(content -> parse(version, content));
  }

  private void move(
      ModelVersion version, String alias, Optional<Long> expected, Aliases.Move move) {
    Names.checkAlias(alias);
    condemned.rescue(List.of(version.manifestPath()));
    requirePublished(version, "alias " + alias);
    aliases.set(version, alias, expected, move);
  }

  private void requirePublished(ModelVersion version, String name) {
    if (storage.read(version.manifestPath()).isEmpty()) {
      throw missing(version.manifestPath(), "a published version for " + name);
    }
  }

  private static void checkFits(StagedVersion staged, ModelManifest manifest) {
    if (!staged.version().equals(manifest.version())) {
      throw StoreException.badInput(
          "Staged was "
              + staged.version()
              + ", but the manifest is of "
              + manifest.version()
              + "; expected the same version");
    }
    if (!staged.blobs().equals(manifest.blobs())) {
      throw StoreException.badInput(
          "The manifest of "
              + manifest.version()
              + " lists blobs "
              + manifest.blobs()
              + "; expected what was staged: "
              + staged.blobs());
    }
  }

  private static void checkSame(ModelManifest existing, ModelManifest manifest) {
    if (!existing.sha256().equals(manifest.sha256())) {
      throw new StoreException(
          StoreException.Category.CONFLICT,
          manifest.version().manifestPath()
              + " exists with sha256 "
              + existing.sha256()
              + "; expected "
              + manifest.sha256()
              + ". The same run has learned something else since, so it was restored from an old"
              + " state and does not repeat itself: resume from its newest state, or begin a"
              + " lineage of its own from the old one with another lineage.name and"
              + " lineage.fork=true");
    }
  }

  private static StoreException missing(String what, String expected) {
    return new StoreException(
        StoreException.Category.NOT_FOUND, what + " is not in the store; expected " + expected);
  }
}
