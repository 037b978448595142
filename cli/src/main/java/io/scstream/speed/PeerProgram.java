package io.scstream.speed;

import java.nio.file.Path;

/**
 * How a peer is started.
 *
 * @param python an interpreter that can import it
 * @param script {@code benchmarks/peer.py}
 */
public record PeerProgram(PeerKind kind, String python, Path script) {}
