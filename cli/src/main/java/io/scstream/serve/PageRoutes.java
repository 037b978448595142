package io.scstream.serve;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.scstream.serve.access.Role;
import io.scstream.serve.http.EntityTag;
import io.scstream.serve.http.Refused;
import io.scstream.store.BlobRef;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The page's files, from the class path. They hold nothing secret and want no token. Files under
 * {@code assets} have a digest in their name and never change.
 */
final class PageRoutes implements Routes {
  private static final String ROOT = "/web/";
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2",
          "txt", "text/plain; charset=utf-8",
          "webmanifest", "application/manifest+json");

  @Override
  public void define(JavalinDefaultRoutingApi routes) {
    routes.get("/", request -> file(request, "index.html", "no-cache"), Role.ANYONE);
    routes.get(
        "/{file}",
        request -> file(request, checked(request.pathParam("file")), "no-cache"),
        Role.ANYONE);
    routes.get(
        "/assets/{file}",
        request ->
            file(
                request,
                "assets/" + checked(request.pathParam("file")),
                "public, max-age=31536000, immutable"),
        Role.ANYONE);
  }

  private static String checked(String name) {
    if (!FILE.matcher(name).matches()) {
      throw unknown();
    }
    return name;
  }

  private static Refused unknown() {
    return Refused.notFound("There is no such file");
  }

  private static void file(Context request, String name, String caching) throws IOException {
    String type =
        Optional.ofNullable(TYPES.get(name.substring(name.lastIndexOf('.') + 1)))
            .orElseThrow(PageRoutes::unknown);
    try (InputStream in = PageRoutes.class.getResourceAsStream(ROOT + name)) {
      if (in == null) {
        throw unknown();
      }
      byte[] bytes = in.readAllBytes();
      EntityTag tag = new EntityTag(BlobRef.of(bytes).sha256());
      // Weak: an answer may be compressed.
      request.header("ETag", "W/" + tag.header()).header("Cache-Control", caching);
      if (tag.isKnown(request)) {
        request.status(304);
      } else {
        request.contentType(type).result(bytes);
      }
    }
  }
}
