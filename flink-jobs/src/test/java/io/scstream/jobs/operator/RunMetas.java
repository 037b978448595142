package io.scstream.jobs.operator;

import io.scstream.jobs.state.RunMeta;
import io.scstream.models.stream.GuardState;
import io.scstream.models.stream.StreamCounts;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Small parts of states. */
final class RunMetas {
  static final RunMeta EMPTY =
      new RunMeta(
          new RunMeta.Identity("11111111-2222-3333-4444-555555555555", "so-cvae", Optional.empty()),
          new RunMeta.Frame(TestChunks.SPACE.getId(), TestChunks.GENES, "cell 0.2"),
          new StreamCounts(0, 0, 0, 0, 0, 0, 0),
          0,
          new TreeMap<>(),
          new RunMeta.Seen(new TreeMap<>(), new TreeMap<>(), new TreeMap<>()),
          List.of(),
          GuardState.QUIET);

  private RunMetas() {}
}
