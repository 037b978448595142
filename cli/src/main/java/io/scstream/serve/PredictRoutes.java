package io.scstream.serve;

import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import io.scstream.models.ModelException;
import io.scstream.models.data.Condition;
import io.scstream.models.factorized.Question;
import io.scstream.response.Answer;
import io.scstream.serve.access.Role;
import io.scstream.serve.http.JsonText;
import io.scstream.serve.http.Parameters;
import io.scstream.serve.http.Refused;
import io.scstream.serve.http.RequestBody;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.VersionRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What cells would be under a treatment, where the model can tell. */
final class PredictRoutes implements Routes {
  private static final int MOST_TREATMENTS = 16;
  private static final int DRAWS = 16;
  private static final int AT_ONCE = 4;

  private final ModelStore store;
  private final RequestBody body;
  private final Predictions predictions;
  private final Slots slots = new Slots(AT_ONCE, "predictions");

  PredictRoutes(ModelStore store, RequestBody body, Predictions predictions) {
    this.store = store;
    this.body = body;
    this.predictions = predictions;
  }

  @Override
  public void define(JavalinDefaultRoutingApi routes) {
    routes.post("/api/v1/lineages/{lineage}/versions/{version}/predict", this::predict, Role.READ);
  }

  private record Treatment(@Nullable String name, @Nullable Double dose) {}

  private record Asked(
      @Nullable Map<String, String> covariates,
      @Nullable List<Treatment> treatments,
      @Nullable String mode,
      @Nullable Double unseenShare,
      @Nullable Integer draws,
      @Nullable Long seed) {

    Question question() {
      if (unseenShare != null && !(unseenShare >= 0 && unseenShare <= 1)) {
        throw Refused.malformed(
            "Invalid unseen_share: " + unseenShare + "; expected a number from 0 to 1");
      }
      try {
        return new Question(
            target(),
            mode == null ? Question.Mode.INTERVENTIONAL : modeOf(mode),
            unseenShare == null ? 0.5 : unseenShare,
            draws == null ? DRAWS : draws,
            seed == null ? 0 : seed);
      } catch (ModelException e) {
        throw Refused.malformed(String.valueOf(e.getMessage()));
      }
    }

    private Condition target() {
      if (covariates == null || treatments == null || treatments.isEmpty()) {
        throw Refused.malformed("Missing covariates or treatments; expected both");
      }
      if (treatments.size() > MOST_TREATMENTS) {
        throw Refused.malformed(
            "Invalid treatments: " + treatments.size() + "; expected at most " + MOST_TREATMENTS);
      }
      List<Condition.Dose> doses = new ArrayList<>();
      for (Treatment each : treatments) {
        if (each == null || each.name == null) {
          throw Refused.malformed("Missing name of a treatment; expected one for each");
        }
        doses.add(new Condition.Dose(each.name, each.dose == null ? 1 : each.dose));
      }
      if (covariates.values().stream().anyMatch(Objects::isNull)) {
        throw Refused.malformed("Invalid covariates: null; expected a text for each");
      }
      return new Condition(new TreeMap<>(covariates), doses);
    }

    private static Question.Mode modeOf(String mode) {
      return switch (mode) {
        case "interventional" -> Question.Mode.INTERVENTIONAL;
        case "individual" -> Question.Mode.INDIVIDUAL;
        default ->
            throw Refused.malformed(
                "Invalid mode: " + mode + "; expected interventional or individual");
      };
    }
  }

  private void predict(Context request) throws IOException {
    Question question = body.read(request, Asked.class).question();
    ModelManifest manifest =
        store
            .find(VersionRef.exact(Parameters.lineage(request), Parameters.version(request)))
            .orElseThrow(
                () -> Refused.notFound("Unknown version; expected one that is in the store"));
    slots.use(() -> JsonText.answer(request, written(predictions.answer(manifest, question))));
  }

  private static Map<String, Object> written(Answer answer) {
    Map<String, Object> written = answer.facts();
    written.put("genes", answer.genes());
    answer
        .byGene()
        .forEach((name, values) -> written.put(name, Arrays.stream(values).boxed().toList()));
    return written;
  }
}
