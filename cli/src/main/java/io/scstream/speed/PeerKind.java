package io.scstream.speed;

import static io.scstream.models.ModelException.checkConfig;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The programs that a learner can be measured beside. */
public enum PeerKind {
  /** The same model in eager PyTorch. */
  PYTORCH("torch numpy"),
  /** ContrastiveVI of scvi-tools. */
  SCVI("scvi-tools");

  private final String distribution;

  PeerKind(String distribution) {
    this.distribution = distribution;
  }

  /** The peer of this name, in lower or upper case. */
  public static PeerKind named(String name) {
    String expected =
        Arrays.stream(values()).map(PeerKind::label).collect(Collectors.joining(" or "));
    boolean isKnown = Arrays.stream(values()).anyMatch(it -> it.label().equalsIgnoreCase(name));
    checkConfig(isKnown, "Invalid peer: %s; expected %s", name, expected);
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How to give a Python what this peer needs. */
  String advice() {
    return "install it with python3 -m venv DIR && DIR/bin/pip install "
        + distribution
        + ", then give --python DIR/bin/python";
  }
}
