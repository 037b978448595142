package io.scstream.models.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.scstream.models.ModelException;
import io.scstream.models.ModelException.Category;
import java.util.List;
import org.junit.jupiter.api.Test;

class DevicesTest {

  @Test
  void autoPrefersTheFirstGpu() {
    assertThat(Devices.withGpus(() -> 2).choose("auto")).isEqualTo(Device.gpu(0));
    assertThat(Devices.withGpus(() -> 0).choose("auto")).isEqualTo(Device.cpu());
  }

  @Test
  void namesAreTakenAtTheirWord() {
    assertThat(Devices.withGpus(() -> 2).choose("gpu:1")).isEqualTo(Device.gpu(1));
    assertThat(Devices.withGpus(() -> 2).choose("cpu")).isEqualTo(Device.cpu());
  }

  @Test
  void refusesWhatIsNotThere() {
    assertThatThrownBy(() -> Devices.withGpus(() -> 1).choose("gpu:1"))
        .isInstanceOfSatisfying(
            ModelException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_CONFIG))
        .hasMessage("Invalid device: gpu:1; expected an index below 1, the GPUs here");
    assertThatThrownBy(() -> Devices.withGpus(() -> 1).choose("tpu"))
        .hasMessage("Invalid device: tpu; expected auto, cpu or gpu:N");
  }

  @Test
  void leavesOneCoreToTheRest() {
    assertThat(EngineThreads.defaultCount(8)).isEqualTo(7);
    assertThat(EngineThreads.defaultCount(1)).isEqualTo(1);
  }

  @Test
  void threadsStayFixed() {
    int threads = EngineThreads.count();
    EngineThreads.fix(threads);
    assertThatThrownBy(() -> EngineThreads.fix(threads + 1))
        .hasMessage(
            "Invalid threads: %d; expected %d, which this process is fixed to"
                .formatted(threads + 1, threads));
    assertThatThrownBy(() -> EngineThreads.fix(0))
        .hasMessage("Invalid threads: 0; expected a positive number");
  }

  @Test
  void preflightFindsTheEngine() {
    List<Preflight.Line> report = Preflight.report("cpu");
    assertThat(Preflight.holds(report)).as(report.toString()).isTrue();
    assertThat(report)
        .extracting(Preflight.Line::subject)
        .containsExactly(
            "class-loader", "engine", "native-libraries", "device", "threads", "lanes");
    assertThat(report.get(1).finding()).startsWith("PyTorch 2.7.1");
  }

  @Test
  void preflightNamesWhatIsMissing() {
    List<Preflight.Line> report = Preflight.report("gpu:99");
    assertThat(Preflight.holds(report)).isFalse();
    assertThat(report.get(3).finding()).startsWith("Invalid device: gpu:99");
  }
}
