package io.scstream.models.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * An ONNX model that is put together value by value: inputs, constants, nodes, outputs. Field
 * numbers are those of onnx.proto.
 */
final class OnnxGraph {
  /** Of the file format; read by ONNX Runtime from version 1.13 on. */
  private static final int IR_VERSION = 8;

  /** The first set of operators with LayerNormalization. */
  private static final int OPERATORS = 17;

  private static final int NODE = 1;
  private static final int INITIALIZER = 5;
  private static final int INPUT = 11;
  private static final int OUTPUT = 12;

  /** The name of the first dimension of every input and output. */
  private static final String CELLS = "cells";

  private final ProtoMessage nodes = new ProtoMessage();
  private final ProtoMessage constants = new ProtoMessage();
  private final ProtoMessage inputs = new ProtoMessage();
  private final ProtoMessage outputs = new ProtoMessage();

  /** Types of numbers. */
  enum ElementType {
    FLOAT(1),
    INT64(7);

    private final int code;

    ElementType(int code) {
      this.code = code;
    }
  }

  /** A named property of a node. */
  record Attribute(String name, Number value) {
    private ProtoMessage message() {
      ProtoMessage message = new ProtoMessage().text(1, name);
      return value instanceof Float real
          ? message.real(2, real).number(20, 1)
          : message.number(3, value.longValue()).number(20, 2);
    }
  }

  /** Declares an input [cells], or [cells, width] with a width above 0. */
  String input(String name, ElementType type, int width, String meaning) {
    inputs.message(INPUT, value(name, type, width, meaning));
    return name;
  }

  /** Declares that a node's output of [cells, width] is one of the graph's. */
  void output(String name, int width, String meaning) {
    outputs.message(OUTPUT, value(name, ElementType.FLOAT, width, meaning));
  }

  private static ProtoMessage value(String name, ElementType type, int width, String meaning) {
    ProtoMessage shape = new ProtoMessage().message(1, new ProtoMessage().text(2, CELLS));
    if (width > 0) {
      shape.message(1, new ProtoMessage().number(1, width));
    }
    ProtoMessage tensor = new ProtoMessage().number(1, type.code).message(2, shape);
    return new ProtoMessage()
        .text(1, name)
        .message(2, new ProtoMessage().message(1, tensor))
        .text(3, meaning);
  }

  /** Real numbers that belong to the graph, row by row. */
  String constant(String name, float[] values, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return constant(name, ElementType.FLOAT, bytes.array(), shape);
  }

  /** Whole numbers that belong to the graph. */
  String constant(String name, long[] values, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return constant(name, ElementType.INT64, bytes.array(), shape);
  }

  private String constant(String name, ElementType type, byte[] bytes, long... shape) {
    ProtoMessage tensor = new ProtoMessage();
    for (long extent : shape) {
      tensor.number(1, extent);
    }
    constants.message(INITIALIZER, tensor.number(2, type.code).text(8, name).bytes(9, bytes));
    return name;
  }

  /** An operation with one output, whose name is given back. */
  String node(String operator, String output, List<String> from, Attribute... attributes) {
    node(operator, List.of(output), from, attributes);
    return output;
  }

  /** An operation with several outputs. */
  void node(String operator, List<String> to, List<String> from, Attribute... attributes) {
    ProtoMessage node = new ProtoMessage();
    from.forEach(name -> node.text(1, name));
    to.forEach(name -> node.text(2, name));
    node.text(3, to.get(0)).text(4, operator);
    for (Attribute attribute : attributes) {
      node.message(5, attribute.message());
    }
    nodes.message(NODE, node);
  }

  /**
   * The whole file. Equal graphs give equal bytes.
   *
   * @param facts what else a reader may want to know, by name, in their order
   */
  byte[] write(String name, long version, Map<String, String> facts) {
    ProtoMessage graph =
        new ProtoMessage()
            .append(nodes)
            .text(2, name)
            .append(constants)
            .append(inputs)
            .append(outputs);
    ProtoMessage model =
        new ProtoMessage()
            .number(1, IR_VERSION)
            .text(2, "scstream")
            .number(5, version)
            .message(7, graph)
            .message(8, new ProtoMessage().text(1, "").number(2, OPERATORS));
    facts.forEach(
        (key, value) -> model.message(14, new ProtoMessage().text(1, key).text(2, value)));
    return model.toByteArray();
  }
}
