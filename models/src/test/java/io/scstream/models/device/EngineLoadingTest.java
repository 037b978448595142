package io.scstream.models.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import io.scstream.models.ModelException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EngineLoadingTest {

  @Test
  @Tag("acceptance-5")
  void anEngineOfASecondLoaderIsRefusedWithWhatToDo() throws Exception {
    EngineThreads.engine(); // The process has loaded the native library.
    try (SecondLoader ofJob = SecondLoader.of(name -> false)) {
      Class<?> again = ofJob.loadClass(EngineThreads.class.getName());
      assertThatThrownBy(() -> again.getMethod("engine").invoke(null))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .satisfies(
              failure ->
                  assertThat(failure.getClass().getName())
                      .isEqualTo(ModelException.class.getName()))
          .hasMessageStartingWith("Invalid class loader of the tensor engine: ")
          .hasMessageContaining("put the DJL jars on the class path of the process")
          .hasNoCause();
    }
  }

  @Test
  @Tag("acceptance-5")
  void aJobWithALoaderOfItsOwnUsesTheEngineOfTheProcess() throws Exception {
    try (SecondLoader ofJob = SecondLoader.ofJob()) {
      Class<?> again = ofJob.loadClass(EngineThreads.class.getName());
      assertThat(again).isNotEqualTo(EngineThreads.class);
      assertThat(again.getMethod("engine").invoke(null)).isSameAs(EngineThreads.engine());
    }
  }

  @Test
  void aLoaderThatMayBeMadeAgainIsNoHomeForTheEngine() throws Exception {
    ClassLoader system = ClassLoader.getSystemClassLoader();
    try (URLClassLoader ofJob = new URLClassLoader(new URL[0], system)) {
      assertThat(EngineLoading.survivesRestart(ofJob, system)).isFalse();
      assertThat(EngineLoading.survivesRestart(Engine.class.getClassLoader(), system)).isTrue();
    }
  }
}
