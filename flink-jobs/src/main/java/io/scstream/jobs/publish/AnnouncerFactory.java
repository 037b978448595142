package io.scstream.jobs.publish;

import java.io.Serializable;

/** Opens an announcer where it is used. */
@FunctionalInterface
public interface AnnouncerFactory extends Serializable {
  /** An announcer of the caller's own, to be closed by the caller. */
  Announcer open();
}
