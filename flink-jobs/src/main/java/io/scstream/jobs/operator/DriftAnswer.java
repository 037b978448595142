package io.scstream.jobs.operator;

/** What a person says to drift. */
enum DriftAnswer {
  /** It is the new normal, and is to be learned faster. */
  ACCEPT("the next batches are the reference, and the learning rate rises again"),
  /** What comes now is the normal. */
  RE_REFERENCE("the next batches are the reference"),
  /** It was looked at. */
  ACKNOWLEDGE("no alarm waits; history and evidence stay");

  private final String done;

  DriftAnswer(String done) {
    this.done = done;
  }

  /** What was done, in words. */
  String done() {
    return done;
  }
}
