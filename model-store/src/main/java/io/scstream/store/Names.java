package io.scstream.store;

import java.util.regex.Pattern;

/** The names that may become parts of paths, and where things lie in a store. */
final class Names {

  static final String MANIFESTS = "manifests";
  static final String ALIASES = "aliases";
  static final String LINEAGES = "lineages";
  static final String BLOBS = "blobs";
  static final String CONDEMNED = "gc/condemned.json";
  static final String LATEST = "latest";
  static final String PROMOTED = "promoted";
  static final String MODEL = "model.safetensors";
  static final String ENCODER = "encoder.onnx";
  static final String SAFETENSORS = ".safetensors";
  static final String JSON = ".json";

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,18}");
  private static final Pattern MANIFEST_PATH =
      Pattern.compile(MANIFESTS + "/" + NAME.pattern() + "/(" + NUMBER.pattern() + ")\\.json");
  static final String MANIFEST_FILE = "manifest.json";

  private Names() {}

  static String checkLineage(String lineage) {
    return check("lineage", lineage);
  }

  /** An alias that looked like a number could not be told from a version. */
  static String checkAlias(String alias) {
    if (isNumber(alias)) {
      throw StoreException.badInput(
          "Invalid alias: " + alias + "; expected a name that is not a number");
    }
    return check("alias", alias);
  }

  /** The names that jobs move themselves are aliases for ever. */
  static String checkTag(String tag) {
    if (tag.equals(LATEST) || tag.equals(PROMOTED)) {
      throw StoreException.badInput(
          "Invalid tag: " + tag + "; expected another name, this one is an alias that moves");
    }
    return checkAlias(tag);
  }

  static String checkBlob(String blob) {
    if (blob.equals(MANIFEST_FILE)) {
      throw StoreException.badInput(
          "Invalid blob name: " + blob + "; expected another, this one is kept for exports");
    }
    return check("blob name", blob);
  }

  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  static String manifest(ModelVersion version) {
    return MANIFESTS + "/" + version.lineage() + "/" + version.version() + JSON;
  }

  static String alias(String lineage, String alias) {
    return ALIASES + "/" + lineage + "/" + alias + JSON;
  }

  static String owner(String lineage) {
    return LINEAGES + "/" + lineage + "/owner" + JSON;
  }

  static String blob(BlobRef blob) {
    return BLOBS + "/" + blob.sha256();
  }

  static boolean isBlob(String path) {
    return path.startsWith(BLOBS + "/") && Sha256.isHex(path.substring(BLOBS.length() + 1));
  }

  static boolean isManifest(String path) {
    return MANIFEST_PATH.matcher(path).matches();
  }

  static String index(String lineage) {
    return "index/" + lineage + ".bin";
  }

  static String erasures(String lineage) {
    return LINEAGES + "/" + lineage + "/erasures";
  }

  static String erasure(String lineage, String donor) {
    return erasures(lineage) + "/" + donor + JSON;
  }

  private static String check(String what, String name) {
    if (!isName(name)) {
      throw StoreException.badInput(
          "Invalid " + what + ": '" + name + "'; expected " + NAME.pattern());
    }
    return name;
  }
}
