package io.scstream.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Deletes what nothing refers to, in two steps at least a grace apart. First a file is condemned.
 * Whoever refers to it takes it off the list ({@link CondemnedList#rescue}), before looking whether
 * it is there; whoever looked before it was on the list has long since written the reference when
 * the grace is over. Then everything is marked anew, and what is still condemned and still without
 * reference goes. Only from there on is it lost.
 *
 * <p>May die anywhere: files that were to go are deleted first by the next collection. One use
 * each.
 */
final class Collector {

  /** After this time a collection is taken to be dead. */
  static final Duration LEASE = Duration.ofHours(1);

  private static final int ATTEMPTS = 20;

  private final Storage storage;
  private final Catalog catalog;
  private final RetentionPolicy policy;
  private final Clock clock;
  private final CondemnedList list;
  private final String id = UUID.randomUUID().toString();
  private final List<String> deleted = new ArrayList<>();
  private Instant begun = Instant.MIN;

  Collector(Storage storage, Catalog catalog, RetentionPolicy policy, Clock clock) {
    this.storage = storage;
    this.catalog = catalog;
    this.policy = policy;
    this.clock = clock;
    this.list = new CondemnedList(storage);
  }

  /** What {@link #collect} would do. */
  GcReport look() {
    Condemned now = list.read().condemned();
    Judgement judgement = judge(now, new Marking(storage, catalog, policy).mark());
    return judgement.report(now, going(judgement.next()));
  }

  /**
   * Condemns and deletes.
   *
   * @throws StoreException CONFLICT if another collection is at work, CORRUPT if something in the
   *     store cannot be read; then nothing more is deleted
   */
  GcReport collect() {
    begun = clock.instant();
    takeLease();
    deleteWhatGoes(); // Left over from a collection that died.
    GcReport report = judgeAndDelete();
    if (report.deleted().stream().anyMatch(Collector::isManifest)) {
      report = judgeAndDelete(); // The files of versions that are gone begin to wait.
    }
    giveLeaseBack();
    return report;
  }

  private GcReport judgeAndDelete() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      CondemnedList.Seen seen = list.read();
      Judgement judgement = judge(seen.condemned(), new Marking(storage, catalog, policy).mark());
      requireTime();
      if (list.replace(seen, judgement.next())) {
        deleteWhatGoes();
        return judgement.report(seen.condemned(), deleted);
      }
    }
    throw new StoreException(
        StoreException.Category.IO,
        Names.CONDEMNED + " kept changing; expected a collection to be alone at some time");
  }

  /** What is to become of the list. */
  private record Judgement(Condemned next, Marking.Result marked) {
    GcReport report(Condemned before, List<String> gone) {
      Set<String> waiting = waiting(next).keySet();
      long rescued =
          waiting(before).keySet().stream()
              .filter(path -> !next.entries().containsKey(path))
              .count();
      return new GcReport(
          marked.versions(), marked.kept(), List.copyOf(waiting), gone, (int) rescued);
    }
  }

  private Judgement judge(Condemned now, Marking.Result marked) {
    Instant time = clock.instant();
    SortedMap<String, Condemned.Sentence> next = new TreeMap<>();
    Set<String> guilty = new HashSet<>(marked.unwanted());
    guilty.addAll(marked.loose());
    for (String path : guilty) {
      Condemned.Sentence before = now.entries().get(path);
      Instant since = before == null ? time : before.since();
      boolean isDue = !time.isBefore(since.plus(policy.grace()));
      next.put(
          path,
          new Condemned.Sentence(since, isDue ? Condemned.State.GOES : Condemned.State.WAITS));
    }
    return new Judgement(now.with(next), marked);
  }

  private void takeLease() {
    while (true) {
      CondemnedList.Seen seen = list.read();
      Condemned.Lease other = seen.condemned().lease();
      if (other != null
          && !other.collector().equals(id)
          && begun.isBefore(other.since().plus(LEASE))) {
        throw new StoreException(
            StoreException.Category.CONFLICT,
            "Another collection is at work since "
                + other.since()
                + "; expected none. If it has died, "
                + LEASE.toMinutes()
                + " minutes after its start the next one takes over");
      }
      if (list.replace(seen, seen.condemned().with(new Condemned.Lease(id, begun)))) {
        return;
      }
    }
  }

  private void giveLeaseBack() {
    CondemnedList.Seen seen = list.read();
    Condemned.Lease lease = seen.condemned().lease();
    if (lease != null && lease.collector().equals(id)) {
      list.replace(seen, seen.condemned().with((Condemned.Lease) null));
    }
  }

  /** Manifests before blobs, so that no version is ever without its files. */
  private void deleteWhatGoes() {
    List<String> going = going(list.read().condemned());
    for (String path : going) {
      requireTime();
      storage.delete(path);
      deleted.add(path);
    }
    while (!going.isEmpty()) {
      CondemnedList.Seen seen = list.read();
      SortedMap<String, Condemned.Sentence> left = new TreeMap<>(seen.condemned().entries());
      left.keySet().removeAll(going);
      if (list.replace(seen, seen.condemned().with(left))) {
        return;
      }
    }
  }

  /** Whoever took over must not be surprised by a deletion from before. */
  private void requireTime() {
    if (clock.instant().isAfter(begun.plus(LEASE.dividedBy(2)))) {
      throw new StoreException(
          StoreException.Category.IO,
          "The collection took longer than "
              + LEASE.dividedBy(2).toMinutes()
              + " minutes; expected it to be through. Start it again to go on");
    }
  }

  private static List<String> going(Condemned condemned) {
    List<String> manifests = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Map.Entry<String, Condemned.Sentence> entry : condemned.entries().entrySet()) {
      if (entry.getValue().state() == Condemned.State.GOES) {
        (isManifest(entry.getKey()) ? manifests : others).add(entry.getKey());
      }
    }
    manifests.addAll(others);
    return manifests;
  }

  private static boolean isManifest(String path) {
    return path.startsWith(Names.MANIFESTS + "/");
  }

  private static SortedMap<String, Condemned.Sentence> waiting(Condemned condemned) {
    SortedMap<String, Condemned.Sentence> waiting = new TreeMap<>(condemned.entries());
    waiting.values().removeIf(sentence -> sentence.state() == Condemned.State.GOES);
    return waiting;
  }
}
