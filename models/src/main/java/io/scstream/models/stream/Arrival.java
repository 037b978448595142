package io.scstream.models.stream;

import io.scstream.models.memory.RememberedCell;
import java.util.Optional;

/** A cell as it comes from the stream. */
public record Arrival(RememberedCell remembered, Optional<String> donor) {}
