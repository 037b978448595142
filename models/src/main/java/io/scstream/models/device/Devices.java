package io.scstream.models.device;

import static io.scstream.models.ModelException.checkConfig;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The only place that chooses where tensors live: {@code auto}, {@code cpu} or {@code gpu:N}. */
public final class Devices {

  private static final Pattern GPU = Pattern.compile("gpu:(\\d{1,3})");

  private final IntSupplier gpuCount;

  private Devices(IntSupplier gpuCount) {
    this.gpuCount = gpuCount;
  }

  /** This machine's devices. */
  public static Devices ofThisMachine() {
    return new Devices(CudaUtils::getGpuCount);
  }

  /** The devices of a machine with so many GPUs. */
  public static Devices withGpus(IntSupplier gpuCount) {
    return new Devices(gpuCount);
  }

  /** What manifests call the device of this name: {@code cpu} or {@code gpu(0)}. */
  public String nameOf(String name) {
    return choose(name).toString().toLowerCase(Locale.ROOT).replace("()", "");
  }

  /** The device of this name; {@code auto} is the first GPU where there is one, else the CPU. */
  public Device choose(String name) {
    if (name.equals("cpu")) {
      return Device.cpu();
    }
    int gpus = gpuCount.getAsInt();
    if (name.equals("auto")) {
      return gpus > 0 ? Device.gpu(0) : Device.cpu();
    }
    Matcher matcher = GPU.matcher(name);
    checkConfig(matcher.matches(), "Invalid device: %s; expected auto, cpu or gpu:N", name);
    int index = Integer.parseInt(matcher.group(1));
    checkConfig(
        index < gpus, "Invalid device: %s; expected an index below %d, the GPUs here", name, gpus);
    return Device.gpu(index);
  }
}
