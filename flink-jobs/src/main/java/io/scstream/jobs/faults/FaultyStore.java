package io.scstream.jobs.faults;

import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.Publication;
import io.scstream.store.StagedVersion;
import io.scstream.store.Staging;
import io.scstream.store.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A store that fails when it is told to. */
final class FaultyStore {
  private final ModelStore store;
  private final FaultFiles faults;

  private FaultyStore(ModelStore store, FaultFiles faults) {
    this.store = store;
    this.faults = faults;
  }

  /** The same store, but for what goes wrong. */
  static ModelStore around(ModelStore store, FaultFiles faults) {
    FaultyStore faulty = new FaultyStore(store, faults);
    return (ModelStore)
        Proxy.newProxyInstance(
            FaultyStore.class.getClassLoader(),
            new Class<?>[] {ModelStore.class},
            (proxy, method, arguments) -> faulty.call(method, arguments));
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    return switch (method.getName()) {
      case "stage" -> stage((ModelVersion) arguments[0]);
      case "publish" -> publish((StagedVersion) arguments[0], (ModelManifest) arguments[1]);
      default -> pass(method, arguments);
    };
  }

  private Staging stage(ModelVersion version) {
    requireSpace();
    return store.stage(version);
  }

  private Publication publish(StagedVersion staged, ModelManifest manifest) {
    requireSpace();
    if (faults.end(FaultFiles.Fault.BEFORE_PUBLISHING)) {
      throw new IllegalStateException("Told to fail before publishing " + staged.version());
    }
    Publication publication = store.publish(staged, manifest);
    if (faults.end(FaultFiles.Fault.AFTER_PUBLISHING)) {
      throw new IllegalStateException("Told to fail after publishing " + staged.version());
    }
    return publication;
  }

  private void requireSpace() {
    if (faults.isThere(FaultFiles.Fault.DISK_FULL)) {
      throw new StoreException(StoreException.Category.IO, "No space left on device");
    }
  }

  private Object pass(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
