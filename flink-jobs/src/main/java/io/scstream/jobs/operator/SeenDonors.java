package io.scstream.jobs.operator;

import io.scstream.schema.CellChunkRecord;
import io.scstream.store.DonorRegister;
import java.util.HashSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The donors whose cells a run has taken in, trained on or not. Not known for a run that began
 * before they were recorded, or that went on from a version of which they are not known.
 */
final class SeenDonors {
  private @Nullable DonorRegister register;
  private boolean isWritten;

  private SeenDonors(@Nullable DonorRegister register, boolean isWritten) {
    this.register = register;
    this.isWritten = isWritten;
  }

  /** Those of a run that begins. */
  static SeenDonors nobody() {
    return new SeenDonors(new DonorRegister(), false);
  }

  /** Those of a saved run. */
  static SeenDonors of(Optional<byte[]> saved) {
    return new SeenDonors(saved.map(DonorRegister::fromBytes).orElse(null), true);
  }

  /** Its cells have been taken in. */
  void accept(CellChunkRecord chunk) {
    if (register == null) {
      return;
    }
    boolean isNew = chunk.getDonor().isEmpty() && register.addUnnamed();
    for (String donor : new HashSet<>(chunk.getDonor())) {
      isNew |= donor.isBlank() ? register.addUnnamed() : register.add(donor);
    }
    isWritten &= !isNew;
  }

  /** The run goes on from a version that had seen these. */
  void join(Optional<DonorRegister> others) {
    isWritten = false;
    if (others.isEmpty()) {
      register = null;
    } else if (register != null) {
      register.addAll(others.get());
    }
  }

  /** What a version carries. */
  Optional<byte[]> bytes() {
    return Optional.ofNullable(register).map(DonorRegister::toBytes);
  }

  /** Writes what has changed. */
  void write(RunState state) throws Exception {
    if (!isWritten) {
      state.donors(bytes());
      isWritten = true;
    }
  }
}
