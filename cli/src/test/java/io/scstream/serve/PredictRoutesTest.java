package io.scstream.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scstream.models.spec.FactorDesign;
import io.scstream.response.FactorizedVersion;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions that can are asked what cells would be under a treatment. */
class PredictRoutesTest {
  private static final String DRUG =
      "{\"covariates\":{\"line\":\"x0\"},\"treatments\":[{\"name\":\"drug\"}]%s}";

  private final ObjectMapper json = new ObjectMapper();
  @TempDir private static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    FactorizedVersion.publish(folder, 7);
    FactorizedVersion.publish(folder, 8, FactorDesign.published());
    FactorizedVersion.publish(folder, 9);
    server = TestServer.start(folder);
    Versions.publish(server.store(), "screen", 100, new byte[] {1});
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private HttpResponse<byte[]> ask(String version, String body) throws Exception {
    return server.send(
        server
            .reading("/api/v1/lineages/" + version + "/predict")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private JsonNode answer(long version, String further) throws Exception {
    HttpResponse<byte[]> answer = ask("small/versions/" + version, DRUG.formatted(further));
    assertThat(answer.statusCode())
        .as(new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(200);
    return json.readTree(answer.body());
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8})
  void eachDesignThatCanAnswersGeneByGene(long version) throws Exception {
    JsonNode answer = answer(version, "");
    assertThat(answer.get("version").asText()).isEqualTo("small@" + version);
    assertThat(answer.get("support").asText()).isEqualTo("observed");
    assertThat(answer.get("cells").asInt()).isEqualTo(40);
    assertThat(answer.get("pair_share").asDouble()).isEqualTo(1);
    assertThat(answer.get("genes").toString()).isEqualTo("[\"a\",\"b\",\"c\"]");
    for (int gene = 0; gene < 3; gene++) {
      double mean = answer.get("mean").get(gene).asDouble();
      double control = answer.get("control_mean").get(gene).asDouble();
      assertThat(answer.get("effect").get(gene).asDouble())
          .isCloseTo(Math.log(mean / control), within(1e-4));
    }
  }

  @Test
  void theSameQuestionHasTheSameAnswerWhoeverWasAskedMeanwhile() throws Exception {
    JsonNode first = answer(7, "");
    answer(8, "");
    answer(9, ""); // The third: the first had to go.
    assertThat(answer(7, "")).isEqualTo(first);
    assertThat(answer(7, ",\"seed\":1")).isNotEqualTo(first);
    JsonNode individual = answer(7, ",\"mode\":\"individual\",\"draws\":1,\"unseen_share\":0");
    assertThat(individual.get("cells").asInt()).isEqualTo(40);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | Missing covariates or treatments",
        "{\"covariates\":{\"line\":\"x0\"},\"treatments\":[{\"dose\":1}]} | Missing name of a",
        "{\"covariates\":{\"line\":null},\"treatments\":[{\"name\":\"drug\"}]} | Invalid covariates",
        "{\"covariates\":{\"line\":\"x9\"},\"treatments\":[{\"name\":\"drug\"}]}"
            + " | Invalid covariates: {line=x9}; the version carries control cells of [{line=x0}",
        "{\"covariates\":{\"line\":\"x0\"},\"treatments\":[{\"name\":\"drog\"}]}"
            + " | Unknown treatment: drog; expected one of 1: drug",
        "{\"covariates\":{\"line\":\"x0\"},\"treatments\":[{\"name\":\"drug\",\"dose\":-1}]}"
            + " | Invalid dose of drug: -1.0",
        "{\"covariates\":{\"line\":\"x0\"},\"treatments\":[{\"name\":\"drug\"}],\"mode\":\"λ\"}"
            + " | Invalid mode: λ; expected interventional or individual",
        "{\"covariates\":{\"line\":\"x0\"},\"treatments\":[{\"name\":\"drug\"}],\"draws\":100000}"
            + " | Invalid draws: 100000 of each of 40 cells; expected at most 16384",
        "{\"covariates\":{\"line\":\"x0\"},\"treatments\":[{\"name\":\"drug\"}],\"unseen_share\":2}"
            + " | Invalid unseen_share: 2.0",
        "{\"covariate\":\"x0\",\"treatment\":\"drug\"} | Unknown field: covariate"
      })
  void whatCannotBeAnsweredIsRefusedByName(String body, String reason) throws Exception {
    HttpResponse<byte[]> answer = ask("small/versions/7", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json.readTree(answer.body()).get("detail").asText()).contains(reason);
  }

  @Test
  void aModelThatIsNotFactorizedSaysThatItDoesNotPredict() throws Exception {
    HttpResponse<byte[]> answer = ask("screen/versions/100", DRUG.formatted(""));
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .contains("screen@100 is of the family so-cvae and does not predict");
    assertThat(ask("screen/versions/101", DRUG.formatted("")).statusCode()).isEqualTo(404);
  }
}
