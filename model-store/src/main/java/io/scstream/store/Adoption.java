package io.scstream.store;

/** What can be wrong with a staged blob when its time has come. */
final class Adoption {

  private Adoption() {}

  static void check(StagedVersion staged, String name, BlobRef found) {
    BlobRef expected = staged.blobs().get(name);
    if (!found.equals(expected)) {
      throw StoreException.corrupt(
          path(staged, name) + " was changed: found " + found + "; expected " + expected);
    }
  }

  static StoreException missing(StagedVersion staged, String name) {
    return new StoreException(
        StoreException.Category.NOT_FOUND,
        path(staged, name)
            + " is gone, and "
            + staged.version()
            + " was never published; expected "
            + staged.blobs().get(name)
            + ". Was staging collected too early, or is this another store?");
  }

  private static String path(StagedVersion staged, String name) {
    return "staging/" + staged.token() + "/" + name;
  }
}
