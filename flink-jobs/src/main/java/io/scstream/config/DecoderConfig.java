package io.scstream.config;

import static io.scstream.config.Check.oneOf;

import java.io.Serializable;
import java.util.List;

/**
 * The decoder's hidden layers and first prediction.
 *
 * @param start whether it predicts the first background cells' expression, or as scvi-tools does
 * @param identifiability whether a model whose blocks are not identifiable is warned of or refused
 */
public record DecoderConfig(
    String activation, String normalization, String start, String identifiability)
    implements Serializable {
  static final List<String> NORMALIZATIONS = List.of("none", "layer", "batch");

  public DecoderConfig {
    oneOf("model.decoder.activation", activation, List.of("leaky-relu", "relu", "gelu"));
    oneOf("model.decoder.normalization", normalization, NORMALIZATIONS);
    oneOf("model.decoder.start", start, List.of("expression", "random"));
    oneOf("model.decoder.identifiability", identifiability, List.of("warn", "strict"));
  }

  /** Whether a model whose blocks are not identifiable is refused. */
  public boolean isStrict() {
    return identifiability.equals("strict");
  }
}
