package io.scstream.jobs.operator;

import io.scstream.config.ForgettingConfig;
import io.scstream.config.GateConfig;
import io.scstream.config.RateConfig;
import io.scstream.config.ScstreamConfig;
import io.scstream.models.forgetting.ForgettingOptions;
import io.scstream.models.gate.GateOptions;
import io.scstream.models.stream.OversightOptions;
import io.scstream.models.stream.RatePolicy;
import java.util.Optional;

/** How a run is kept on its way, in the words of the models. */
final class OversightSettings {
  private OversightSettings() {}

  static OversightOptions of(ScstreamConfig config) {
    RateConfig rate = config.train().adam().rate();
    ForgettingConfig forgetting = config.memory().forgetting();
    return new OversightOptions(
        new RatePolicy(
            rate.rampSteps(), rate.decaySteps(), rate.minimum() / config.train().learningRate()),
        new ForgettingOptions(
            forgetting.everySteps(),
            forgetting.standardErrors(),
            forgetting.inARow(),
            forgetting.repairSteps()),
        Optional.of(config.publish().gate())
            .filter(GateConfig::promote)
            .map(OversightSettings::gate));
  }

  private static GateOptions gate(GateConfig gate) {
    return new GateOptions(
        gate.standardErrors(),
        gate.domainAuc(),
        gate.label(),
        gate.activeBackground(),
        gate.activeSalient(),
        gate.movement());
  }
}
