package io.scstream.jobs.state;

import io.scstream.models.forgetting.ForgettingState;
import io.scstream.models.forgetting.ModelNoise;
import io.scstream.models.gate.Evidence;
import io.scstream.models.gauge.Panel;
import io.scstream.models.stream.OversightState;
import io.scstream.models.stream.RatePolicy;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is remembered of how a run went, in full precision: a run must decide by the very same
 * numbers. The first form had no noise of the model; it begins anew there.
 */
public final class OversightStateCodec implements Codec<OversightState> {
  private static final long serialVersionUID = 1L;
  private static final PanelCodec PANEL = new PanelCodec();

  @Override
  public int version() {
    return 2;
  }

  @Override
  public Class<OversightState> type() {
    return OversightState.class;
  }

  @Override
  public void write(OversightState value, DataOutput out) throws IOException {
    out.writeLong(value.clocks().rampFrom());
    out.writeLong(value.clocks().decayFrom());
    out.writeLong(value.forgetting().lastStep());
    Bytes.writeVarint(value.forgetting().strata().size(), out);
    for (Map.Entry<String, ForgettingState.Stratum> it : value.forgetting().strata().entrySet()) {
      Bytes.writeText(it.getKey(), out);
      out.writeLong(it.getValue().bestStep());
      writeBounds(it.getValue().best(), out);
      Bytes.writeVarint(it.getValue().worseInARow(), out);
      out.writeLong(it.getValue().sinceStep());
      writeNoise(it.getValue().noise(), out);
    }
    writeNumber(value.leakage().domainAuc(), out);
    writeNumber(value.leakage().label(), out);
    out.writeBoolean(value.promoted().isPresent());
    if (value.promoted().isPresent()) {
      OversightState.Promoted promoted = value.promoted().get();
      out.writeLong(promoted.step());
      writeBounds(promoted.bounds(), out);
      out.writeInt(promoted.panel().isPresent() ? PANEL.version() : 0);
      if (promoted.panel().isPresent()) {
        PANEL.write(promoted.panel().get(), out);
      }
    }
  }

  @Override
  public OversightState read(int version, DataInput in) throws IOException {
    RatePolicy.Clocks clocks = new RatePolicy.Clocks(in.readLong(), in.readLong());
    long lastStep = in.readLong();
    SortedMap<String, ForgettingState.Stratum> strata = new TreeMap<>();
    for (int left = Bytes.readVarint(in); left > 0; left--) {
      strata.put(
          Bytes.readText(in),
          new ForgettingState.Stratum(
              in.readLong(),
              readBounds(in),
              Bytes.readVarint(in),
              in.readLong(),
              version == 1 ? ModelNoise.NONE : readNoise(in)));
    }
    Evidence.Leakage leakage = new Evidence.Leakage(readNumber(in), readNumber(in));
    return new OversightState(
        clocks,
        new ForgettingState(lastStep, strata),
        leakage,
        in.readBoolean() ? Optional.of(readPromoted(in)) : Optional.empty());
  }

  private static OversightState.Promoted readPromoted(DataInput in) throws IOException {
    long step = in.readLong();
    SortedMap<String, Double> bounds = readBounds(in);
    int form = in.readInt();
    Optional<Panel> panel = form == 0 ? Optional.empty() : Optional.of(PANEL.read(form, in));
    return new OversightState.Promoted(step, bounds, panel);
  }

  private static void writeBounds(SortedMap<String, Double> bounds, DataOutput out)
      throws IOException {
    Bytes.writeVarint(bounds.size(), out);
    for (Map.Entry<String, Double> cell : bounds.entrySet()) {
      Bytes.writeText(cell.getKey(), out);
      out.writeDouble(cell.getValue());
    }
  }

  private static SortedMap<String, Double> readBounds(DataInput in) throws IOException {
    SortedMap<String, Double> bounds = new TreeMap<>();
    for (int left = Bytes.readVarint(in); left > 0; left--) {
      bounds.put(Bytes.readText(in), in.readDouble());
    }
    return bounds;
  }

  private static void writeNoise(ModelNoise noise, DataOutput out) throws IOException {
    writeNumber(noise.last(), out);
    Bytes.writeVarint(noise.changes().size(), out);
    for (double change : noise.changes()) {
      out.writeDouble(change);
    }
  }

  private static ModelNoise readNoise(DataInput in) throws IOException {
    OptionalDouble last = readNumber(in);
    List<Double> changes = new ArrayList<>();
    for (int left = Bytes.readVarint(in); left > 0; left--) {
      changes.add(in.readDouble());
    }
    return new ModelNoise(last, changes);
  }

  private static void writeNumber(OptionalDouble number, DataOutput out) throws IOException {
    out.writeBoolean(number.isPresent());
    if (number.isPresent()) {
      out.writeDouble(number.getAsDouble());
    }
  }

  private static OptionalDouble readNumber(DataInput in) throws IOException {
    return in.readBoolean() ? OptionalDouble.of(in.readDouble()) : OptionalDouble.empty();
  }
}
