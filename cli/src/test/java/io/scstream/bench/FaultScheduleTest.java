package io.scstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {
  @Test
  void aSeedAlwaysGivesTheSameSchedule() {
    assertThat(FaultSchedule.of(7, 40)).isEqualTo(FaultSchedule.of(7, 40));
    assertThat(FaultSchedule.of(7, 40)).isNotEqualTo(FaultSchedule.of(8, 40));
  }

  @Test
  void everyKindComesAboutEquallyOften() {
    List<FaultSchedule.Fault> schedule = FaultSchedule.of(3, 200);
    Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
    schedule.forEach(fault -> counts.merge(fault.kind(), 1, Integer::sum));
    assertThat(schedule).hasSize(200);
    assertThat(counts.keySet()).containsExactly(FaultKind.values());
    assertThat(counts.values()).allMatch(count -> count == 20);
  }
}
