package io.scstream.serve.points;

import java.nio.ByteBuffer;

/**
 * A part of an answer.
 *
 * @param bytes as the contract describes them
 * @param next the slot at which the next part begins
 */
record Frame(ByteBuffer bytes, int next, boolean isLast) {}
