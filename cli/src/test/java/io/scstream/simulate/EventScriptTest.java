package io.scstream.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.simulate.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventScriptTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private Path script(String text) throws IOException {
    return Files.writeString(folder.resolve("script.yaml"), text);
  }

  @Test
  void readsEventsInTheirOrder() throws IOException {
    Path script = script("# rehearsal\nevents:\n  - shift@50:genes=3\n  - panel@2..4\n");
    assertThat(EventScript.read(script))
        .containsExactly(Event.parse("shift@50:genes=3"), Event.parse("panel@2..4"));
  }

  @Test
  void namesTheFileAndTheEntry() throws IOException {
    refuses(
        "events:\n  - panel@2\n  - panel@x\n", "event 2: Invalid event panel@x; expected KIND@");
    refuses("events:\n  - {shift: 3}\n", "event 1: {\"shift\":3}; expected text such as shift@50");
    refuses("event: []\n", "key event; expected events only");
    refuses("events: shift@5\n", "no list of events; expected events: [...]");
    refuses("", "no list of events; expected events: [...]");
    refuses("events: [", "expected YAML");
    assertThatThrownBy(() -> EventScript.read(folder.resolve("absent.yaml")))
        .hasMessageContaining("absent.yaml: NoSuchFileException; expected a file that can be read");
  }

  private void refuses(String text, String message) throws IOException {
    Path script = script(text);
    assertThatThrownBy(() -> EventScript.read(script))
        .hasMessageStartingWith("Invalid script " + script + ": ")
        .hasMessageContaining(message);
  }
}
