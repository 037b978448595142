package io.scstream.store;

import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * What a stream job keeps between staging and publishing: plain data, written by {@link
 * StagedVersionParser}.
 *
 * @param token where the blobs wait; for the store alone to understand
 */
public record StagedVersion(ModelVersion version, String token, SortedMap<String, BlobRef> blobs) {

  private static final Pattern ATTEMPT = Pattern.compile("[0-9a-f-]{1,36}");

  public StagedVersion {
    blobs = Copies.of(blobs);
    blobs.keySet().forEach(Names::checkBlob);
    if (blobs.isEmpty()) {
      throw StoreException.badInput(
          "Nothing is staged for " + version + "; expected at least one blob");
    }
    String prefix = version.lineage() + "/" + version.version() + "-";
    if (!token.startsWith(prefix) || !ATTEMPT.matcher(token.substring(prefix.length())).matches()) {
      throw StoreException.badInput(
          "Invalid staging token: '" + token + "'; expected " + prefix + "<uuid>");
    }
  }
}
