package io.scstream.matrix;

import java.util.List;

/** Columns of annotations as text. */
interface Obs {
  Obs NONE =
      new Obs() {
        @Override
        public List<String> columns() {
          return List.of();
        }

        @Override
        public List<String> column(String name) {
          throw new IllegalArgumentException("Unknown column: " + name);
        }
      };

  List<String> columns();

  /** The values of one of {@link #columns()}. */
  List<String> column(String name);
}
