package io.scstream.jobs.operator;

import org.apache.flink.runtime.throwable.ThrowableAnnotation;
import org.apache.flink.runtime.throwable.ThrowableType;

/**
 * Too much of the input is rejected. The same input would be rejected again, so the job ends
 * without a restart.
 */
@ThrowableAnnotation(ThrowableType.NonRecoverableError)
public final class InputRejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InputRejectedException(String message) {
    super(message);
  }
}
