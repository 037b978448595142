package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.evaluate.DecodedLeakage;
import io.scstream.models.leakage.LeakageReport;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LeakageMetricsTest {
  static final LeakageReport FULL =
      new LeakageReport(
          new LeakageReport.Cells(40, 60),
          Optional.of(new LeakageReport.Estimate(0.5, 0.25)),
          Optional.of(new LeakageReport.Estimate(0.75, 0.125)),
          OptionalDouble.of(0.625),
          Optional.of(new LeakageReport.LabelReading(0.1, 0.9, 7, 3)),
          OptionalDouble.of(0.2),
          new LeakageReport.Active(5, OptionalInt.of(4)),
          Optional.of(new DecodedLeakage.Effects(2, 8)));

  @Test
  void everyNumberHasItsNameAndItsCells() {
    assertThat(LeakageMetrics.of(FULL))
        .extracting(it -> it.metric().word() + " " + it.value() + " " + it.cells())
        .containsExactly(
            "leakage_dependence 0.5 60",
            "leakage_dependence_floor 0.25 60",
            "leakage_match 0.75 100",
            "leakage_match_floor 0.125 100",
            "leakage_domain_auc 0.625 100",
            "leakage_label_background 0.1 60",
            "leakage_label_salient 0.9 60",
            "leakage_labels 7.0 60",
            "leakage_label_cells_ignored 3.0 60",
            "leakage_decoded 0.25 100",
            "leakage_decoded_effect 8.0 100",
            "salient_silence 0.2 100",
            "active_units_background 5.0 100",
            "active_units_salient 4.0 60");
  }

  @Test
  void whatCannotBeToldIsLeftOut() {
    LeakageReport report =
        new LeakageReport(
            new LeakageReport.Cells(100, 0),
            Optional.empty(),
            Optional.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            OptionalDouble.empty(),
            new LeakageReport.Active(5, OptionalInt.empty()),
            Optional.of(new DecodedLeakage.Effects(2, 0)));
    assertThat(LeakageMetrics.of(report))
        .extracting(it -> it.metric().word())
        .containsExactly("leakage_decoded_effect", "active_units_background");
  }
}
