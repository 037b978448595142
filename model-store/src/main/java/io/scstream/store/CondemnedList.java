package io.scstream.store;

import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The list of {@link Condemned} files in a store, and the way off it. */
final class CondemnedList {

  private final Storage storage;

  CondemnedList(Storage storage) {
    this.storage = storage;
  }

  /**
   * The list as it is.
   *
   * @param content what compare and swap compares with
   */
  record Seen(Condemned condemned, Optional<byte[]> content) {}

  Seen read() {
    Optional<byte[]> content = storage.read(Names.CONDEMNED);
    return new Seen(content.map(Condemned::fromJson).orElse(Condemned.NOTHING), content);
  }

  /** False if somebody else has changed the list since. */
  boolean replace(Seen seen, Condemned next) {
    return next.equals(seen.condemned())
        || storage.replace(Names.CONDEMNED, seen.content(), next.toJson());
  }

  /**
   * Takes files off the list: somebody is about to refer to them. To be called before looking
   * whether they are there; a collection that lists them afterwards waits until the reference can
   * be seen.
   *
   * @throws StoreException IO if one of them is being deleted right now
   */
  void rescue(Collection<String> paths) {
    while (true) {
      Seen seen = read();
      SortedMap<String, Condemned.Sentence> left = new TreeMap<>(seen.condemned().entries());
      paths.stream()
          .filter(path -> isGoing(seen.condemned(), path))
          .findFirst()
          .ifPresent(CondemnedList::refuse);
      left.keySet().removeAll(paths);
      if (replace(seen, seen.condemned().with(left))) {
        return;
      }
    }
  }

  private static boolean isGoing(Condemned condemned, String path) {
    Condemned.Sentence sentence = condemned.entries().get(path);
    return sentence != null && sentence.state() == Condemned.State.GOES;
  }

  private static void refuse(String path) {
    throw new StoreException(
        StoreException.Category.IO,
        path
            + " is being deleted by a collection; expected it to end soon, or scstream models gc"
            + " to end it. Try again");
  }
}
