package io.scstream.jobs.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;

/**
 * How an immutable value becomes bytes. Stateless, with a public constructor without parameters: a
 * savepoint names the class. A change of form is a new version; the old ones stay readable.
 */
public interface Codec<T> extends Serializable {
  /** The form that {@link #write} writes, counted from 1. */
  int version();

  /** Writes the newest form. */
  void write(T value, DataOutput out) throws IOException;

  /** Reads a form from 1 to {@link #version()}. */
  T read(int version, DataInput in) throws IOException;

  /** The type of the values. */
  Class<T> type();
}
