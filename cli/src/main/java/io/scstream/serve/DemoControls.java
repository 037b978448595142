package io.scstream.serve;

import java.util.List;

/** What can be done to a demo, and to nothing else, to see what comes of it. */
public interface DemoControls {
  /** Kinds of faults. */
  List<String> faults();

  /** Kinds of drift. */
  List<String> drifts();

  /** Breaks something; returns what was done and what should be seen. */
  String fault(String kind);

  /**
   * Streams so many further batches; returns what was done and what should be seen.
   *
   * @throws io.scstream.serve.http.Refused with 409 while others still come
   */
  String drift(String kind, int batches);
}
