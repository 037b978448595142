package io.scstream.speed;

/** One of those that are compared. */
interface Side {
  /** Cells that it takes in a step. */
  int cells();

  /** Takes so many steps and tells how many seconds they took. */
  double seconds(int steps);

  /** Steps until so many seconds are over, and tells what one of the last steps took. */
  default double warmUp(double seconds) {
    double last = seconds(1);
    double past = last;
    while (past < seconds) {
      // An eighth of what is left, so that the last look is at a side that is warm.
      int steps = (int) Math.max(1, Math.min(1000, (seconds - past) / (8 * last)));
      double now = seconds(steps);
      past += now;
      last = now / steps;
    }
    return last;
  }
}
