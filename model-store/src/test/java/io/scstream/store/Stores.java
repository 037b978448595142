package io.scstream.store;

/** Stores over any storage. */
final class Stores {

  private Stores() {}

  static ModelStore over(Storage storage) {
    return new Catalog(storage) {};
  }
}
