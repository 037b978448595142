package io.scstream.models.data;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A condition as bytes: the number of covariates as a short, then name and value of each in
 * modified UTF-8, sorted by name; the number of treatments as a short, then name and dose of each.
 */
public final class ConditionBytes {
  private ConditionBytes() {}

  /** Equal conditions give equal bytes. */
  public static void write(Condition condition, DataOutput out) throws IOException {
    out.writeShort(condition.covariates().size());
    for (Map.Entry<String, String> covariate : condition.covariates().entrySet()) {
      out.writeUTF(covariate.getKey());
      out.writeUTF(covariate.getValue());
    }
    out.writeShort(condition.treatments().size());
    for (Condition.Dose dose : condition.treatments()) {
      out.writeUTF(dose.treatment());
      out.writeDouble(dose.amount());
    }
  }

  /**
   * What {@link #write} wrote.
   *
   * @throws io.scstream.models.ModelException if a treatment is there twice or a dose is no number
   */
  public static Condition read(DataInput in) throws IOException {
    SortedMap<String, String> covariates = new TreeMap<>();
    for (int left = in.readUnsignedShort(); left > 0; left--) {
      covariates.put(in.readUTF(), in.readUTF());
    }
    List<Condition.Dose> treatments = new ArrayList<>();
    for (int left = in.readUnsignedShort(); left > 0; left--) {
      treatments.add(new Condition.Dose(in.readUTF(), in.readDouble()));
    }
    return new Condition(covariates, treatments);
  }
}
