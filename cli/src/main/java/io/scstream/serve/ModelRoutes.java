package io.scstream.serve;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.scstream.serve.access.Role;
import io.scstream.serve.http.EntityTag;
import io.scstream.serve.http.JsonText;
import io.scstream.serve.http.Parameters;
import io.scstream.serve.http.Refused;
import io.scstream.store.BlobRef;
import io.scstream.store.ManifestParser;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.VersionRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the store holds. */
final class ModelRoutes implements Routes {
  private static final String VERSION = "/api/v1/lineages/{lineage}/versions/{version}";
  private static final String BLOB = VERSION + "/blobs/{name}";
  private static final List<String> ALIASES = List.of("latest", "promoted");

  private final ModelStore store;
  private final BlobDownload download;

  ModelRoutes(ModelStore store, BlobDownload download) {
    this.store = store;
    this.download = download;
  }

  @Override
  public void define(JavalinDefaultRoutingApi routes) {
    routes.get("/api/v1/lineages/{lineage}/versions", this::versions, Role.READ);
    routes.get("/api/v1/versions", this::find, Role.READ);
    routes.get(VERSION, this::manifest, Role.READ);
    routes.get(BLOB, this::blob, Role.READ);
    routes.head(BLOB, this::blob, Role.READ);
  }

  private record Versions(
      String lineage, SortedMap<String, Long> aliases, boolean more, List<Version> versions) {}

  private record Cells(long cellsSeen, long cellsTrained, long cellsHeldOut) {}

  private record Version(
      long version,
      Instant createdAt,
      @Nullable String parent,
      @JsonUnwrapped Cells cells,
      long gauge,
      String family,
      SortedMap<String, Double> metrics,
      String manifestSha256,
      long bytes,
      List<String> blobs) {
    static Version of(ModelManifest manifest) {
      return new Version(
          manifest.version().version(),
          manifest.written().createdAt(),
          manifest.parent().map(ModelVersion::toString).orElse(null),
          new Cells(
              manifest.training().cellsSeen(),
              manifest.training().cellsTrained(),
              manifest.training().cellsHeldOut()),
          manifest.gauge(),
          familyOf(manifest),
          manifest.metrics(),
          manifest.sha256(),
          manifest.blobs().values().stream().mapToLong(BlobRef::bytes).sum(),
          List.copyOf(manifest.blobs().keySet()));
    }
  }

  private static String familyOf(ModelManifest manifest) {
    return manifest.provenance().config().getOrDefault("model.family", "");
  }

  private void versions(Context request) {
    String lineage = Parameters.lineage(request);
    long before = Parameters.number(request, "before").orElse(Long.MAX_VALUE);
    int limit = Parameters.limit(request, 1000, 100);
    List<ModelVersion> all = store.versions(lineage);
    if (all.isEmpty()) {
      throw Refused.notFound("Unknown model: " + lineage + "; it has no version");
    }
    List<ModelVersion> older =
        all.stream().filter(version -> version.version() < before).limit(limit + 1L).toList();
    List<Version> shown =
        older.stream()
            .limit(limit)
            .flatMap(version -> store.find(VersionRef.exact(version)).stream())
            .map(Version::of)
            .toList();
    JsonText.answer(request, new Versions(lineage, aliases(lineage), older.size() > limit, shown));
  }

  private SortedMap<String, Long> aliases(String lineage) {
    SortedMap<String, Long> aliases = new TreeMap<>();
    for (String alias : ALIASES) {
      store.alias(lineage, alias).ifPresent(version -> aliases.put(alias, version.version()));
    }
    return aliases;
  }

  private void find(Context request) {
    String ref =
        Parameters.text(request, "ref", 512)
            .orElseThrow(
                () ->
                    Refused.malformed("Missing ref; expected such as screen@latest in the query"));
    ModelManifest manifest = found(store.find(VersionRef.parse(ref)));
    ModelVersion version = manifest.version();
    request.header(
        "Content-Location",
        "/api/v1/lineages/" + version.lineage() + "/versions/" + version.version());
    answer(request, manifest);
  }

  private void manifest(Context request) {
    answer(request, manifestOf(request));
  }

  private ModelManifest manifestOf(Context request) {
    return found(
        store.find(VersionRef.exact(Parameters.lineage(request), Parameters.version(request))));
  }

  private static ModelManifest found(Optional<ModelManifest> manifest) {
    return manifest.orElseThrow(
        () -> Refused.notFound("Unknown version; expected one that is in the store"));
  }

  private static void answer(Context request, ModelManifest manifest) {
    String json = ManifestParser.toJson(manifest);
    EntityTag tag = new EntityTag(BlobRef.of(json.getBytes(StandardCharsets.UTF_8)).sha256());
    request.disableCompression(); // The tag is of these very bytes.
    request.header("ETag", tag.header()).header("Cache-Control", "private, no-cache");
    if (tag.isKnown(request)) {
      request.status(304);
    } else {
      request.contentType(JsonText.TYPE).result(json);
    }
  }

  private void blob(Context request) throws IOException {
    ModelManifest manifest = manifestOf(request);
    BlobRef blob = manifest.blobs().get(request.pathParam("name"));
    if (blob == null) {
      throw Refused.notFound(
          "Unknown file; expected one of " + String.join(", ", manifest.blobs().keySet()));
    }
    download.answer(request, blob);
  }
}
