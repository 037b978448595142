package io.scstream.models.simulate;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventStreamRefusalTest {

  private static EventStream stream(String... events) {
    return EventStream.of(
        new StreamSettings(60, 6, 400, 1, 1, 1, 0, 0, 600, 3),
        Stream.of(events).map(Event::parse).toList());
  }

  @Test
  void refusesEventsThatDoNotFitTheStream() {
    assertThatThrownBy(() -> stream("batch-effect@7"))
        .hasMessage(
            "Invalid event batch-effect@7:sd=0.5: first batch 7; expected a whole number from 1 to"
                + " 6, the batches of the stream");
    assertThatThrownBy(() -> stream("shift@2:genes=61"))
        .hasMessage(
            "Invalid event shift@2:genes=61,log-fold=1: genes = 61; expected a whole number from 1"
                + " to 60, the genes of the stream");
    assertThatThrownBy(() -> stream("panel@2", "panel@2..3:drop=0.1"))
        .hasMessage(
            "Invalid event panel@2..3:drop=0.1: panel@2 stands twice; expected one event of a kind"
                + " from the same batch on");
    assertThatThrownBy(() -> stream().forEachCell(7, cell -> {}))
        .hasMessage("Invalid batch: 7; expected a whole number from 1 to 6");
    assertThatThrownBy(() -> new StreamSettings(1, 1, 1, 1, 1, 1, 0, 0, 1, 0))
        .hasMessage("Invalid genes: 1; expected a whole number from 2 to 100000");
    assertThatThrownBy(() -> new StreamSettings(2, 1, 1, 1, 1, 1, 0, 1, 1, 0))
        .hasMessage("Invalid intraclass: 1.0; expected a number from 0 to below 1");
    assertThatThrownBy(() -> new StreamSettings(2, 1, 1, 1, 1, 1, 2, 0, 1, 0))
        .hasMessage("Invalid target-share: 2.0; expected a number from 0 to 1");
    assertThatThrownBy(() -> new StreamSettings(2, 1, 1, 1, 1, 1, 0, 0, 0, 0))
        .hasMessage("Invalid depth: 0.0; expected a number from 1 to 1000000");
  }
}
