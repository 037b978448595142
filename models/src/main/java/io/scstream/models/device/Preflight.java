package io.scstream.models.device;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.LibUtils;
import io.scstream.models.lanes.Lanes;
import java.util.List;
import java.util.function.Supplier;

/** What must hold before training starts, one line each. */
public final class Preflight {

  private Preflight() {}

  /** One finding. */
  public record Line(String subject, boolean holds, String finding) {}

  /**
   * Looks at this process.
   *
   * @param device auto, cpu or gpu:N
   */
  public static List<Line> report(String device) {
    return List.of(
        line("class-loader", Preflight::classLoader),
        line("engine", Preflight::engine),
        line("native-libraries", Preflight::nativeLibraries),
        line("device", () -> Devices.ofThisMachine().choose(device).toString()),
        line("threads", () -> EngineThreads.count() + " per tensor"),
        line("lanes", Preflight::lanes));
  }

  /** Whether every line holds. */
  public static boolean holds(List<Line> report) {
    return report.stream().allMatch(Line::holds);
  }

  private static String classLoader() {
    EngineLoading.check();
    return "system class loader";
  }

  private static String engine() {
    Engine engine = EngineThreads.engine();
    return engine.getEngineName() + " " + engine.getVersion() + ", DJL " + Engine.getDjlVersion();
  }

  private static String nativeLibraries() {
    EngineThreads.engine();
    return LibUtils.getLibtorchPath().toString();
  }

  /** Without lanes all works, only slower. */
  private static String lanes() {
    return Lanes.areThere()
        ? Lanes.count() + " numbers at once"
        : "1 number at once; Java started with " + Lanes.OPTION + " takes more";
  }

  private static Line line(String subject, Supplier<String> check) {
    try {
      return new Line(subject, true, check.get());
    } catch (RuntimeException e) {
      return new Line(subject, false, String.valueOf(e.getMessage()));
    }
  }
}
