package io.scstream.serve.points;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A word of each point, kept as its place in the list of words. */
final class WordColumn implements Column {
  /** Words that are told apart. */
  static final int MOST_WORDS = 4096;

  private static final short OTHER = (short) 0xffff;

  private final String name;
  private final Map<String, Short> places = new HashMap<>();
  private final List<String> words = new ArrayList<>();
  private short[] codes = new short[0];

  WordColumn(String name) {
    this.name = name;
  }

  void set(int slot, String word) {
    Short place = places.get(word);
    if (place == null && words.size() < MOST_WORDS) {
      place = (short) words.size();
      places.put(word, place);
      words.add(word);
    }
    codes[slot] = place == null ? OTHER : place;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Type type() {
    return Type.U16;
  }

  @Override
  public int width() {
    return 1;
  }

  @Override
  public void grow(int slots) {
    int before = codes.length;
    codes = Arrays.copyOf(codes, slots);
    Arrays.fill(codes, before, slots, OTHER);
  }

  @Override
  public void clear() {
    places.clear();
    words.clear();
    Arrays.fill(codes, OTHER);
  }

  @Override
  public void put(int slot, ByteBuffer out) {
    out.putShort(codes[slot]);
  }

  @Override
  public List<String> values() {
    return List.copyOf(words);
  }
}
