package io.scstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jhdf.HdfFile;
import io.jhdf.api.Group;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.Role;
import io.scstream.models.spec.FactorDesign;
import io.scstream.response.FactorizedVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  @SuppressWarnings("NullAway.Init")
  private Path store;

  @BeforeEach
  void publish() {
    store = folder;
    FactorizedVersion.publish(store, 7);
  }

  private int predict(String... further) {
    CommandLine command = new CommandLine(new PredictCommand());
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    command.setExecutionExceptionHandler(Scstream::tell);
    List<String> arguments = new ArrayList<>(List.of("--model", "small@7"));
    arguments.addAll(List.of("--store", store.toString()));
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

  /** Five lines and three drugs; in line i the model has met drug i mod 3 alone. */
  private static List<Cell> screen() {
    List<Cell> cells = new ArrayList<>();
    for (int line = 0; line < 5; line++) {
      for (int i = 0; i < 40; i++) {
        Condition control = Condition.of(Map.of("line", "x" + line));
        cells.add(cell("c" + line + "-" + i, Role.BACKGROUND, i, 1).under(control));
        cells.add(
            cell("t" + line + "-" + i, Role.TARGET, i, 9)
                .under(control.treated("d" + line % 3, 1)));
      }
    }
    return cells;
  }

  private void publishScreen() {
    store = folder.resolve("screen");
    FactorizedVersion.publish(store, 7, FactorDesign.defaults(), screen());
  }

  private static Cell cell(String id, Role role, int i, int moved) {
    return Cell.of(id, role, 20, new int[] {0, 1, 2}, new int[] {5 + i % 3, 4, moved});
  }

  /** Cells of so many of the ten pairs that it has not met, with controls. */
  private List<String> withheld(int pairs) throws IOException {
    StringBuilder counts = new StringBuilder("cell,c,b,a\n");
    StringBuilder annotations = new StringBuilder("cell,line,drug\n");
    int pair = 0;
    for (int line = 0; line < 5; line++) {
      for (int drug = 0; drug < 3; drug++) {
        boolean isMet = drug == line % 3;
        for (int i = 0; i < 20 && (isMet || pair < pairs); i++) {
          String id = "w%d-%d-%d".formatted(line, drug, i);
          counts.append("%s,%d,4,%d%n".formatted(id, isMet ? 1 : 5 + 2 * drug, 5 + i % 3));
          annotations.append("%s,x%d,%s%n".formatted(id, line, isMet ? "none" : "d" + drug));
        }
        pair += isMet ? 0 : 1;
      }
    }
    Path file = Files.writeString(folder.resolve("withheld.csv"), counts);
    Path table = Files.writeString(folder.resolve("annotations.csv"), annotations);
    return List.of(
        "--covariate=line=x0",
        "--treatment=d1",
        "--withheld=" + file,
        "--annotations=" + table,
        "--orientation=cells-in-rows",
        "--background=none",
        "--obs=role=drug,treatment=drug,covariate=line",
        "--json");
  }

  @Test
  void pairsThatWereWithheldGiveIntervals() throws IOException {
    publishScreen();
    assertThat(predict(withheld(9).toArray(String[]::new))).as(err.toString()).isZero();
    JsonNode facts = new ObjectMapper().readTree(out.toString());
    assertThat(facts.get("support").asText()).isEqualTo("combination");
    assertThat(facts.get("intervals").asText()).isEqualTo("intervals of 0.9 by 9 withheld pairs");
    try (HdfFile file = new HdfFile(folder.resolve("effect.h5ad"))) {
      double[] effect = (double[]) file.getDatasetByPath("obs/effect").getData();
      double[] low = (double[]) file.getDatasetByPath("obs/effect_low").getData();
      double[] high = (double[]) file.getDatasetByPath("obs/effect_high").getData();
      for (int gene = 0; gene < 3; gene++) {
        assertThat(effect[gene]).isBetween(low[gene], high[gene]);
        assertThat(high[gene] - effect[gene]).isCloseTo(effect[gene] - low[gene], within(1e-6));
        assertThat(high[gene]).isGreaterThan(low[gene]);
      }
    }
  }

  @Test
  void withoutPairsEnoughItSaysWhyThereAreNoIntervals() throws IOException {
    publishScreen();
    assertThat(predict(withheld(8).toArray(String[]::new))).as(err.toString()).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).get("intervals").asText())
        .isEqualTo("no intervals: 8 withheld pairs, 9 needed for 0.9");
    try (HdfFile file = new HdfFile(folder.resolve("effect.h5ad"))) {
      assertThat(file.getByPath("obs").isGroup()).isTrue();
      assertThat(((Group) file.getByPath("obs")).getChildren()).doesNotContainKey("effect_low");
    }
    out.getBuffer().setLength(0);
    assertThat(predict("--covariate=line=x0", "--treatment=d1", "--json")).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).get("intervals").asText())
        .isEqualTo("no intervals: no pairs were withheld");
  }

  @Test
  void pairsThatItHasMetAreNotWithheld() throws IOException {
    List<String> arguments = withheld(9);
    assertThat(predict(arguments.toArray(String[]::new))).isEqualTo(1);
    assertThat(err.toString())
        .contains("Invalid withheld cells: of no pair does the version know covariates and");
  }
}
