package io.scstream.store;

/** How a publication ended. Either way the version is now there. */
public enum Publication {
  /** This call made the version visible. */
  CREATED,
  /** An earlier call, or another process, had published the same version already. */
  ALREADY_PUBLISHED
}
