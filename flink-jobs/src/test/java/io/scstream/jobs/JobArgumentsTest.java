package io.scstream.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.config.ConfigException;
import io.scstream.config.ConfigLoader;
import io.scstream.config.ScstreamConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

class JobArgumentsTest {
  private static final String[] PLACES = {
    "--set", "kafka.bootstrap=b:1", "--set", "publish.store=/s"
  };

  @Test
  void laterSettingsWin() {
    JobArguments parsed =
        JobArguments.parse("--set", "lineage.name=a", "--set", "lineage.name=b", "--model", "b@9");
    assertThat(parsed.settings()).containsExactly("lineage.name=a", "lineage.name=b");
    assertThat(parsed.model()).hasValue("b@9");
    assertThat(JobArguments.parse(PLACES).load("lineage.name=c").config().lineage().name())
        .isEqualTo("c");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> JobArguments.parse("--sets", "a=b"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Unknown argument: --sets; expected --config, --set or --model");
    assertThatThrownBy(() -> JobArguments.parse("--config"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Invalid --config: nothing; expected a value after it");
    assertThatThrownBy(() -> EmbedMain.main(new String[0]))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Invalid --model: nothing; expected NAME@REF");
  }

  @Test
  void aClusterMustKnowBrokerAndStore() {
    assertThatThrownBy(() -> TrainMain.main(new String[0]))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Invalid kafka.bootstrap: empty; expected host:port of a broker");
    assertThatThrownBy(() -> TrainMain.main(new String[] {"--set", "kafka.bootstrap=b:1"}))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Invalid publish.store: empty; expected a folder that all nodes reach, or"
                + " s3://bucket/prefix");
  }

  @Test
  void theClusterDecidesWhatTheSettingsLeaveOpen() {
    ReadableConfig left = applied();
    assertThat(left.getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY)).isEmpty();
    assertThat(left.getOptional(CheckpointingOptions.CHECKPOINT_STORAGE)).isEmpty();
    assertThat(applied("checkpoint.directory=file:///c"))
        .extracting(config -> config.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY))
        .isEqualTo("file:///c");
  }

  @Test
  void failuresInARowAreCountedUntilAllIsWellForAWhile() {
    assertThat(attempts("checkpoint.restart-attempts=3")).isEqualTo(3);
    assertThat(attempts("checkpoint.restart-attempts=0")).isEqualTo(Integer.MAX_VALUE);
    assertThat(
            applied()
                .get(
                    RestartStrategyOptions
                        .RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD))
        .isEqualTo(Duration.ofMinutes(2));
  }

  private static int attempts(String setting) {
    return applied(setting).get(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS);
  }

  private static ReadableConfig applied(String... settings) {
    ScstreamConfig config = ConfigLoader.load(Optional.empty(), List.of(settings)).config();
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    FlinkSettings.apply(env, config);
    return env.getConfiguration();
  }
}
