package io.scstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jhdf.HdfFile;
import io.scstream.response.FactorizedVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PredictCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @BeforeEach
  void publish() {
    FactorizedVersion.publish(folder, 7);
  }

  private int predict(String... further) {
    CommandLine command = new CommandLine(new PredictCommand());
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    command.setExecutionExceptionHandler(Scstream::tell);
    List<String> arguments = new ArrayList<>(List.of("--model", "small@7"));
    arguments.addAll(List.of("--store", folder.toString()));
    arguments.addAll(List.of("--out", folder.resolve("effect.h5ad").toString()));
    arguments.addAll(List.of(further));
    return command.execute(arguments.toArray(String[]::new));
  }

  @Test
  void writesARowForEachGeneAndTellsWhatTheAnswerRestsOn() throws IOException {
    assertThat(predict("--covariate", "line=x0", "--treatment", "drug", "--json"))
        .as(err.toString())
        .isZero();
    JsonNode facts = new ObjectMapper().readTree(out.toString());
    assertThat(facts.get("support").asText()).isEqualTo("observed");
    assertThat(facts.get("cells").asInt()).isEqualTo(40);
    assertThat(facts.get("pair_cells").asInt()).isEqualTo(40);
    assertThat(facts.get("control_cells").asInt()).isEqualTo(40);
    assertThat(facts.get("pair_share").asDouble()).isEqualTo(1);
    try (HdfFile file = new HdfFile(folder.resolve("effect.h5ad"))) {
      double[] mean = (double[]) file.getDatasetByPath("obs/mean").getData();
      double[] control = (double[]) file.getDatasetByPath("obs/control_mean").getData();
      double[] effect = (double[]) file.getDatasetByPath("obs/effect").getData();
      assertThat(mean).hasSize(3);
      assertThat(effect[2]).isCloseTo(Math.log(mean[2] / control[2]), within(1e-4));
    }
  }

  @Test
  void aTreatmentThatIsNewIsAnsweredAsSuch() throws IOException {
    assertThat(predict("--covariate", "line=x1", "--treatment", "other", "--json")).isZero();
    JsonNode facts = new ObjectMapper().readTree(out.toString());
    assertThat(facts.get("support").asText()).isEqualTo("treatment-new");
    assertThat(facts.get("treatment_share").asDouble()).isZero();
  }

  @Test
  void refusesWhatItCannotAnswer() {
    assertThat(predict("--covariate", "line=x9", "--treatment", "drug")).isEqualTo(1);
    assertThat(err.toString())
        .contains("Invalid covariates: {line=x9}; the version carries control");
    assertThat(predict("--covariate", "line=x0", "--treatment", "drug", "--dose", "1", "--dose=2"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("Invalid --dose: 2 for 1 treatments");
    assertThat(predict("--covariate", "line=x0", "--treatment", "drug", "--mode", "both"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("Invalid --mode: both; expected interventional or");
  }
}
