package io.scstream.models.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** One call of a function of a script: its arguments in order, then what to make of the result. */
final class Call implements AutoCloseable {
  private final PtSymbolBlock script;
  private final String function;
  private final List<IValue> values = new ArrayList<>();

  Call(PtSymbolBlock script, String function) {
    this.script = script;
    this.function = function;
  }

  Call with(NDArray array) {
    return with(IValue.from((PtNDArray) array));
  }

  Call with(List<NDArray> arrays) {
    return with(IValue.listFrom(arrays.toArray(PtNDArray[]::new)));
  }

  Call with(Sparse matrix) {
    return with(matrix.indices()).with(matrix.starts()).with(matrix.values()).with(matrix.rows());
  }

  Call with(boolean flag) {
    return with(IValue.from(flag));
  }

  Call with(double number) {
    return with(IValue.from(number));
  }

  Call with(long number) {
    return with(IValue.from(number));
  }

  Call with(long[] numbers) {
    return with(IValue.listFrom(numbers));
  }

  Call with(double[] numbers) {
    return with(IValue.listFrom(numbers));
  }

  private Call with(IValue value) {
    values.add(value);
    return this;
  }

  /** The result is of no interest. */
  void run() {
    result(result -> true);
  }

  /** The one array of the result. */
  NDArray array(NDManager manager) {
    return result(result -> result.toTensor((PtNDManager) manager));
  }

  /** The arrays of a result that is a list. */
  List<NDArray> list(NDManager manager) {
    return result(result -> List.of(result.toTensorArray((PtNDManager) manager)));
  }

  /** The arrays of a result that is a tuple. */
  List<NDArray> tuple(NDManager manager) {
    return result(
        result -> {
          IValue[] parts = result.toIValueTuple();
          try {
            return Arrays.stream(parts)
                .map(part -> (NDArray) part.toTensor((PtNDManager) manager))
                .toList();
          } finally {
            Arrays.stream(parts).forEach(IValue::close);
          }
        });
  }

  double[] numbers() {
    return result(IValue::toDoubleArray);
  }

  double number() {
    return result(IValue::toDouble);
  }

  /** The engine must not rewrite a script after some calls: other sums would round otherwise. */
  private <T> T result(Function<IValue, T> reading) {
    JniUtils.setGraphExecutorOptimize(false);
    try (IValue result = IValueUtils.runMethod(script, function, values.toArray(IValue[]::new))) {
      return reading.apply(result);
    }
  }

  @Override
  public void close() {
    values.forEach(IValue::close);
  }
}
