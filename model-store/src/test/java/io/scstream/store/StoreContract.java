package io.scstream.store;

/** What the contracts of a store need to run. */
interface StoreContract {

  /** The store under test; the same contents at every call within a test. */
  ModelStore store();

  /** Another way into the same store, as a second process would have. */
  ModelStore sameStoreAgain();

  /** What the store under test lies on. */
  Storage storage();
}
