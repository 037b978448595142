package io.scstream.serve.http;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** A strong tag of content that is told by its digest. */
public record EntityTag(String digest) {

  /** As it stands in headers. */
  public String header() {
    return "\"" + digest + "\"";
  }

  /** Whether the client has this content already: If-None-Match names it. */
  public boolean isKnown(Context request) {
    String known = request.header("If-None-Match");
    if (known == null) {
      return false;
    }
    for (String tag : known.split(",", -1)) {
      String bare = tag.strip();
      if (bare.equals("*") || bare.equals(header()) || bare.equals("W/" + header())) {
        return true;
      }
    }
    return false;
  }

  /** Whether a range of this content is asked for, and not of what it may have been before. */
  public boolean isOfRange(@Nullable String ifRange) {
    return ifRange == null || ifRange.strip().equals(header());
  }
}
