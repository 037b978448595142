package io.scstream.models.lanes;

import java.lang.module.ModuleFinder;

/** Whether this process can do arithmetic on many numbers at once. */
public final class Lanes {
  /** What the Java machine is to be started with. */
  public static final String OPTION = "--add-modules=jdk.incubator.vector";

  private static final String MODULE = "jdk.incubator.vector";
  private static final boolean ARE_THERE = ModuleLayer.boot().findModule(MODULE).isPresent();

  private Lanes() {}

  /** Whether the Java machine was started with {@value #OPTION}. */
  public static boolean areThere() {
    return ARE_THERE;
  }

  /** Whether this Java has the module, so that a process can be started with {@value #OPTION}. */
  public static boolean canBeThere() {
    return ModuleFinder.ofSystem().find(MODULE).isPresent();
  }

  /** Numbers of 32 bits that are worked on at once; 1 without the module. */
  public static int count() {
    return ARE_THERE ? Floats.LANES : 1;
  }
}
