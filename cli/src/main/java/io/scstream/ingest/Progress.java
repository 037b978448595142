package io.scstream.ingest;

/** Follows long work that goes cell by cell. */
public interface Progress {
  /** Says nothing. */
  Progress QUIET =
      new Progress() {
        @Override
        public void start(String work, long cells) {}

        @Override
        public void advance(long cells) {}

        @Override
        public void finish() {}
      };

  /** A piece of work begins. */
  void start(String work, long cells);

  /** That many more cells are done. */
  void advance(long cells);

  /** The piece is done. */
  void finish();
}
