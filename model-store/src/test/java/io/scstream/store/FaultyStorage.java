package io.scstream.store;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A storage whose user dies: from one operation on, counted from 1, nothing works. */
final class FaultyStorage {

  private FaultyStorage() {}

  /** At which end of an operation. */
  enum When {
    /** It never happened. */
    BEFORE,
    /** It happened, but nobody was told. */
    AFTER
  }

  static Storage dyingAt(Storage storage, int operation, When when) {
    int[] count = new int[1];
    return every(
        storage,
        () -> {
          count[0]++;
          boolean isDead = count[0] > operation || (count[0] == operation && when == When.BEFORE);
          return isDead ? Fate.FAILS : count[0] == operation ? Fate.FAILS_AFTER : Fate.WORKS;
        });
  }

  /** Something else happens before one operation, counted from 1. */
  static Storage interrupted(Storage storage, int operation, Runnable other) {
    int[] count = new int[1];
    return every(
        storage,
        () -> {
          count[0]++;
          if (count[0] == operation) {
            other.run();
          }
          return Fate.WORKS;
        });
  }

  private enum Fate {
    WORKS,
    FAILS,
    FAILS_AFTER
  }

  /** What becomes of the next operation. */
  private interface Fates {
    Fate next();
  }

  private static Storage every(Storage storage, Fates fates) {
    return (Storage)
        Proxy.newProxyInstance(
            FaultyStorage.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (proxy, method, arguments) -> {
              Fate fate = fates.next();
              if (fate == Fate.FAILS) {
                throw StoreException.io("go on", new IOException("The process is dead"));
              }
              try {
                Object result = method.invoke(storage, arguments);
                if (fate == Fate.FAILS_AFTER) {
                  throw StoreException.io("go on", new IOException("The process is dead"));
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
