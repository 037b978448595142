package io.scstream.models.learner;

import io.scstream.models.ModelException;
import io.scstream.models.ModelException.Category;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The JSON header of a safetensors file. Reads that grammar and refuses everything else. */
record SafetensorsHeader(SortedMap<String, String> metadata, List<Entry> entries) {

  /** One tensor's line. */
  record Entry(String name, String dtype, List<Long> shape, long begin, long end) {}

  List<Entry> byOffset() {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    return sorted;
  }

  static SafetensorsHeader parse(String json) {
    return new Parser(json).header();
  }

  /** A cursor over the header's text. */
  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    SafetensorsHeader header() {
      SortedMap<String, String> metadata = new TreeMap<>();
      List<Entry> entries = new ArrayList<>();
      Set<String> names = new HashSet<>();
      expect('{');
      if (!accept('}')) {
        do {
          String name = string();
          refuseIf(!names.add(name), "a second " + name);
          expect(':');
          if (name.equals("__metadata__")) {
            readMetadata(metadata);
          } else {
            entries.add(entry(name));
          }
        } while (accept(','));
        expect('}');
      }
      skipSpace();
      refuseIf(at != text.length(), "text after the header");
      return new SafetensorsHeader(metadata, entries);
    }

    private void readMetadata(SortedMap<String, String> metadata) {
      expect('{');
      if (accept('}')) {
        return;
      }
      do {
        String key = string();
        expect(':');
        refuseIf(metadata.put(key, string()) != null, "a second metadata key " + key);
      } while (accept(','));
      expect('}');
    }

    private Entry entry(String name) {
      List<String> dtype = new ArrayList<>();
      List<List<Long>> shape = new ArrayList<>();
      List<List<Long>> offsets = new ArrayList<>();
      expect('{');
      do {
        String key = string();
        expect(':');
        switch (key) {
          case "dtype" -> dtype.add(string());
          case "shape" -> shape.add(numbers());
          case "data_offsets" -> offsets.add(numbers());
          default -> refuseIf(true, "the key " + key + " in tensor " + name);
        }
      } while (accept(','));
      expect('}');
      refuseIf(
          dtype.size() != 1
              || shape.size() != 1
              || offsets.size() != 1
              || offsets.get(0).size() != 2,
          "an incomplete tensor " + name);
      return new Entry(
          name, dtype.get(0), shape.get(0), offsets.get(0).get(0), offsets.get(0).get(1));
    }

    private List<Long> numbers() {
      List<Long> numbers = new ArrayList<>();
      expect('[');
      if (!accept(']')) {
        do {
          numbers.add(number());
        } while (accept(','));
        expect(']');
      }
      return List.copyOf(numbers);
    }

    private long number() {
      skipSpace();
      int start = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      // 18 digits always fit a long.
      refuseIf(at == start || at - start > 18, "something else than a whole number");
      return Long.parseLong(text.substring(start, at));
    }

    private String string() {
      expect('"');
      StringBuilder value = new StringBuilder();
      while (true) {
        char c = next();
        if (c == '"') {
          return value.toString();
        }
        value.append(c == '\\' ? escaped() : c);
      }
    }

    private char escaped() {
      char c = next();
      return switch (c) {
        case '"', '\\', '/' -> c;
        case 'b' -> '\b';
        case 'f' -> '\f';
        case 'n' -> '\n';
        case 'r' -> '\r';
        case 't' -> '\t';
        case 'u' -> unicode();
        default -> throw refusal("the escape \\" + c);
      };
    }

    private char unicode() {
      int value = 0;
      for (int i = 0; i < 4; i++) {
        int digit = Character.digit(next(), 16);
        refuseIf(digit < 0, "a broken \\u escape");
        value = value * 16 + digit;
      }
      return (char) value;
    }

    private char next() {
      refuseIf(at >= text.length(), "an unexpected end");
      return text.charAt(at++);
    }

    private boolean accept(char c) {
      skipSpace();
      if (at < text.length() && text.charAt(at) == c) {
        at++;
        return true;
      }
      return false;
    }

    private void expect(char c) {
      refuseIf(!accept(c), "no '" + c + "'");
    }

    private void skipSpace() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }

    private void refuseIf(boolean wrong, String found) {
      if (wrong) {
        throw refusal(found);
      }
    }

    private ModelException refusal(String found) {
      return new ModelException(
          Category.BAD_INPUT, "Invalid safetensors header at character " + at + ": found " + found);
    }
  }
}
