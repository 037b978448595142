package io.scstream.serve.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The last events, for any number of readers, each at its own place. A writer never waits: a reader
 * that is too slow finds that its place is gone.
 */
public final class EventLog {
  private final String epoch;
  private final Event[] ring;
  private long last;
  private boolean isClosed;

  /** Keeps so many events of the run of a server that this epoch names. */
  public EventLog(String epoch, int capacity) {
    this.epoch = epoch;
    this.ring = new Event[capacity];
  }

  /** Names this run of the server. */
  public String epoch() {
    return epoch;
  }

  /** Adds an event and wakes the readers. */
  public synchronized void append(String type, String lineage, String data) {
    last++;
    ring[(int) (last % ring.length)] = new Event(last, type, lineage, data);
    notifyAll();
  }

  /** Where the log ends now. */
  public synchronized EventId end() {
    return new EventId(epoch, last);
  }

  /** Whether a reader that has seen so many events can go on without having missed one. */
  public synchronized boolean isKept(long seen) {
    return seen >= last - ring.length && seen <= last;
  }

  /** How many events are kept. */
  public synchronized int size() {
    return (int) Math.min(last, ring.length);
  }

  /**
   * The events after so many, oldest first; waits for one if there is none, but no longer than
   * this. None if nothing came, or if the log is closed. Only where {@link #isKept}.
   */
  public synchronized List<Event> after(long seen, int most, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    long left = patience.toMillis();
    while (seen == last && !isClosed && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
    List<Event> events = new ArrayList<>();
    long first = Math.max(seen, last - ring.length) + 1;
    for (long number = first; number <= last && events.size() < most; number++) {
      events.add(ring[(int) (number % ring.length)]);
    }
    return events;
  }

  public synchronized boolean isClosed() {
    return isClosed;
  }

  /** Lets every reader go. */
  public synchronized void close() {
    isClosed = true;
    notifyAll();
  }
}
