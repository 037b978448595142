package io.scstream.models.device;

import static io.scstream.models.ModelException.checkConfig;

import ai.djl.engine.Engine;

/**
 * Which class loader loads the engine. A process can load the engine's native library through one
 * loader only, so it must be one that lasts as long as the process: where each job, or each attempt
 * of a job, brings the engine along, the second one fails deep inside with an {@code
 * UnsatisfiedLinkError}.
 */
public final class EngineLoading {
  private EngineLoading() {}

  /**
   * Refuses an engine that would be loaded again and again.
   *
   * @throws io.scstream.models.ModelException with what to do about it
   */
  public static void check() {
    check(Engine.class.getClassLoader());
  }

  static void check(ClassLoader ofEngine) {
    checkConfig(
        survivesRestart(ofEngine, ClassLoader.getSystemClassLoader()),
        "Invalid class loader of the tensor engine: %s; expected the system class loader, so put"
            + " the DJL jars on the class path of the process (lib/ of Flink) instead of into the"
            + " job jar, and set classloader.parent-first-patterns.additional to"
            + " ai.djl.;org.pytorch.",
        ofEngine);
  }

  /** Whether one loader is the other or one of its parents. */
  static boolean survivesRestart(ClassLoader ofEngine, ClassLoader ofApplication) {
    for (ClassLoader loader = ofApplication; loader != null; loader = loader.getParent()) {
      if (loader == ofEngine) {
        return true;
      }
    }
    return false;
  }
}
