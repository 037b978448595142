package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.jobs.catalogue.Metric;
import io.scstream.jobs.catalogue.Outlet;
import io.scstream.jobs.catalogue.PublishMetric;
import io.scstream.jobs.catalogue.Section;
import io.scstream.jobs.connect.Message;
import io.scstream.models.contrastive.Measures;
import io.scstream.models.data.Role;
import io.scstream.models.drift.AlarmReport;
import io.scstream.models.drift.DriftReport;
import io.scstream.models.drift.SignalReport;
import io.scstream.models.forgetting.Difference;
import io.scstream.models.forgetting.ForgettingReport;
import io.scstream.models.learner.StepOutcome;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.stream.ChunkReport;
import io.scstream.models.stream.DriftVerdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Set<Section> TOLD_ONCE = Set.of(Section.STEPS, Section.LEAKAGE);

  private static final ForgettingReport LOOK =
      new ForgettingReport(
          3,
          List.of(
              new ForgettingReport.Reading(
                  "TARGET|k562",
                  new Difference(-2.5, 0.5, 40, 4),
                  2,
                  3,
                  ForgettingReport.Alarm.BEGINS)));

  private static final DriftVerdict JUDGED =
      new DriftVerdict(
          new DriftReport(
              "lane7",
              Optional.of(
                  new AlarmReport(
                      12,
                      1.5,
                      6.2,
                      AlarmReport.Stage.QUIET,
                      List.of(
                          new SignalReport(
                              "expression",
                              3,
                              0.25,
                              1.5,
                              1,
                              new SignalReport.Move(0, 0, Double.NaN, Double.NaN, Double.NaN),
                              new SignalReport.Apart(0.25, Double.NaN, Double.NaN))))),
              Optional.empty(),
              new TreeMap<>(),
              0,
              Optional.empty()),
          300,
          new DriftVerdict.Standing(false, false, 17, 1));

  @Test
  void onlyALatentLibraryHasADivergence() {
    ElboTerms observed = new ElboTerms(10, 2, 1, 1, 8);
    assertThat(names(observed))
        .contains("a|kl_salient_prequential")
        .doesNotContain("a|kl_library_prequential");
    // Of the role, and of both together.
    assertThat(names(observed.withLibrary(0.5)))
        .filteredOn(name -> name.equals("a|kl_library_prequential"))
        .hasSize(2);
  }

  private static List<String> names(ElboTerms terms) {
    ChunkReport report =
        new ChunkReport(
            Map.of(Role.TARGET, terms), List.of(), 3, false, List.of(), Optional.empty());
    return keys(new Metrics("metrics", "a").ofChunk(report, 8, 1, Instant.EPOCH));
  }

  private static StepOutcome step(ElboTerms terms) {
    return new StepOutcome(
        terms,
        3,
        2,
        true,
        true,
        new Measures(List.of(0.1), 1.2, 0.3),
        new StepOutcome.Dual(List.of(4.0), List.of(0.2), 1));
  }

  /** Everything that a chunk or a batch can lead to, and everything that the intake counts. */
  @Test
  void everyNumberOfTheCataloguesTopicIsWritten() {
    ElboTerms terms = new ElboTerms(10, 2, 1, 1, 8).withLibrary(0.5);
    ChunkReport report =
        new ChunkReport(
            Map.of(Role.TARGET, terms),
            List.of(step(terms)),
            3,
            false,
            List.of(),
            Optional.of(LeakageMetricsTest.FULL),
            List.of(LOOK),
            OptionalDouble.of(0.5));
    Metrics metrics = new Metrics("metrics", "a", List.of("dependence"), 1e-3);
    List<String> names = new ArrayList<>(keys(metrics.ofChunk(report, 8, 1, Instant.EPOCH)));
    names.addAll(keys(metrics.ofDrift(JUDGED, 3, Instant.EPOCH)));
    for (Verdict.Outcome outcome : Verdict.Outcome.values()) {
      Verdict verdict = new Verdict(outcome, "conflicting-duplicate", 2);
      IntakeTally.counts(verdict)
          .forEach(
              (name, count) -> names.addAll(keys(List.of(metrics.total(name, 1, Instant.EPOCH)))));
    }
    assertThat(names)
        .contains(
            "a|drift_p.expression",
            "a|drift_share.expression",
            "a|constraint.dependence",
            "a|multiplier.dependence",
            "a|loss")
        .extracting(name -> Metric.of(name.substring(2)).orElseThrow())
        .containsOnlyOnceElementsOf(
            Metric.at(Outlet.TOPIC).stream()
                .filter(it -> TOLD_ONCE.contains(it.entry().section()))
                .toList())
        .containsAll(Metric.at(Outlet.TOPIC))
        .allMatch(metric -> metric.isAt(Outlet.TOPIC));
  }

  @Test
  void nothingElseIsWritten() {
    Metrics metrics = new Metrics("metrics", "a");
    assertThatThrownBy(() -> metrics.total("made_up", 1, Instant.EPOCH))
        .hasMessage("Invalid metric: made_up; expected one of the catalogue's topic");
    assertThatThrownBy(() -> metrics.total(PublishMetric.PUBLISH_PENDING.word(), 1, Instant.EPOCH))
        .hasMessageStartingWith("Invalid metric: publish_pending");
  }

  private static List<String> keys(List<Message> messages) {
    return messages.stream()
        .map(message -> new String(message.key(), StandardCharsets.UTF_8))
        .toList();
  }
}
