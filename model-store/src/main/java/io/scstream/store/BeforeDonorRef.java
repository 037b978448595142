package io.scstream.store;

import java.util.Optional;

record BeforeDonorRef(String lineage, String donor) implements VersionRef {

  static final String KIND = "before-donor";

  BeforeDonorRef {
    Names.checkLineage(lineage);
    DonorRegister.checkDonor(donor);
  }

  @Override
  public Optional<ModelVersion> resolve(ModelStore store) {
    return store.history(lineage).beforeDonor(donor, store::read);
  }

  @Override
  public String toString() {
    return lineage + "@" + KIND + ":" + donor;
  }
}
