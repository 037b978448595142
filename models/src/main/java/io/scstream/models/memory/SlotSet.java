package io.scstream.models.memory;

import java.util.Arrays;

/**
 * Some of a memory's slots in rising order. The order is what makes a draw depend on the content of
 * the memory only, and not on the way it came about.
 */
final class SlotSet {
  private int[] slots = new int[16];
  private int size;

  int size() {
    return size;
  }

  int get(int index) {
    return slots[index];
  }

  void add(int slot) {
    int at = -Arrays.binarySearch(slots, 0, size, slot) - 1;
    if (size == slots.length) {
      slots = Arrays.copyOf(slots, size * 2);
    }
    System.arraycopy(slots, at, slots, at + 1, size - at);
    slots[at] = slot;
    size++;
  }

  void remove(int slot) {
    int at = Arrays.binarySearch(slots, 0, size, slot);
    System.arraycopy(slots, at + 1, slots, at, size - at - 1);
    size--;
  }
}
