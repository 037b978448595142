package io.scstream.serve.points;

/**
 * When the plane is chosen anew, which makes every client fetch the whole window: each time that
 * points, or the steps of the newest version, have doubled, and when all points have been replaced.
 * So a window that fills up is sent a logarithmic number of times.
 */
final class FitSchedule {
  /** Points of a version that tell what its codes are like. */
  static final int ENOUGH = 256;

  private final int capacity;
  private int points;
  private long version;
  private long sequence;

  FitSchedule(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Whether it is time.
   *
   * @param ofNewest points of the newest version
   */
  boolean isDue(int pointsNow, long versionNow, int ofNewest, long sequenceNow) {
    return pointsNow >= Math.max(1, 2 * (long) points)
        || (versionNow >= 2 * version && versionNow > version && ofNewest >= ENOUGH)
        || (points == capacity && sequenceNow - sequence >= capacity);
  }

  void fitted(int pointsNow, long versionNow, long sequenceNow) {
    points = pointsNow;
    version = versionNow;
    sequence = sequenceNow;
  }
}
