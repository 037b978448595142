package io.scstream.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.config.ConfigLoader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainJobTest {
  @Test
  void nothingIsDeletedThatAKeptCheckpointCanName() {
    assertThat(stagingAge("1m", "24h")).isEqualTo(Duration.ofHours(24));
    assertThat(stagingAge("10h", "24h")).isEqualTo(Duration.ofHours(31));
    assertThat(stagingAge("1m", "0s")).isEqualTo(Duration.ofMinutes(63));
  }

  private static Duration stagingAge(String interval, String ttl) {
    return TrainJob.stagingAge(
        ConfigLoader.load(
                Optional.empty(),
                List.of("checkpoint.interval=" + interval, "publish.staging-ttl=" + ttl))
            .config());
  }
}
