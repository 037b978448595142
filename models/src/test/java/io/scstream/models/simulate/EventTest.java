package io.scstream.models.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.ModelException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {

  @Test
  void readsBatchesAndFields() {
    assertThat(Event.parse("shift@50:log-fold=-1.5"))
        .isEqualTo(new Event(EventKind.SHIFT, 50, Event.END, List.of(20.0, -1.5)));
    assertThat(Event.parse("batch-effect@30"))
        .isEqualTo(new Event(EventKind.BATCH_EFFECT, 30, 30, List.of(0.5)));
    assertThat(Event.parse("contaminated@7..:doublets=0,share=0.2"))
        .isEqualTo(new Event(EventKind.CONTAMINATED, 7, Event.END, List.of(0.2, 0.0)));
    assertThat(Event.parse("new-state@7..9:share=1").last()).isEqualTo(9);
    assertThat(Event.parse("shift@50:genes=3").value("genes")).isEqualTo(3);
    Event some = Event.parse("panel@4..5");
    assertThat(List.of(some.covers(3), some.covers(4), some.covers(5), some.covers(6)))
        .containsExactly(false, true, true, false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shift@50:genes=20,log-fold=1",
        "shift@50..50:genes=20,log-fold=0.25",
        "batch-effect@3:sd=0.5",
        "batch-effect@3..:sd=0.5",
        "chemistry@70..80:depth=0.4,lost=0"
      })
  void isReadAsItIsWritten(String text) {
    assertThat(Event.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shift | Invalid event shift; expected KIND@BATCHES or KIND@BATCHES:FIELD=VALUE,..., such"
            + " as shift@50:genes=20",
        "flood@3 | Invalid event flood@3: kind flood; expected one of batch-effect, shift,"
            + " new-state, contaminated, chemistry, panel",
        "shift@0 | Invalid event shift@0..2147483647: batches; expected a first batch of 1 or more"
            + " and a last one not before it",
        "panel@5..4 | Invalid event panel@5..4: batches; expected a first batch of 1 or more and a"
            + " last one not before it",
        "shift@5:sd=1 | Invalid event shift@5:sd=1: field sd; expected one of [genes, log-fold]",
        "shift@5:genes=1.5 | Invalid event shift@5:genes=1.5: genes = 1.5; expected a whole number"
            + " from 1 to 100000",
        "shift@5:log-fold=much | Invalid event shift@5:log-fold=much: log-fold = much; expected a"
            + " number from -5 to 5",
        "chemistry@5:depth | Invalid event chemistry@5:depth: depth = nothing; expected a number"
            + " from 0.001 to 1",
        "panel@5:drop=1 | Invalid event panel@5:drop=1: drop = 1; expected a number from 0.001 to"
            + " 0.99",
        "shift@5:genes=1,genes=2 | Invalid event shift@5:genes=1,genes=2: genes stands twice;"
            + " expected it once"
      })
  void namesWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> Event.parse(text))
        .isInstanceOfSatisfying(
            ModelException.class,
            e -> assertThat(e.category()).isEqualTo(ModelException.Category.BAD_CONFIG))
        .hasMessage(message);
  }

  @Test
  void everyKindsDefaultsAreAllowed() {
    for (EventKind kind : EventKind.values()) {
      assertThat(kind.fields()).allMatch(field -> field.allows(field.fallback()));
      assertThat(Event.parse(kind.label() + "@2").kind()).isEqualTo(kind);
    }
  }
}
