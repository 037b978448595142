package io.scstream.serve.http;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parameters of a request, checked. */
public final class Parameters {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,18}");

  private Parameters() {}

  /** The model that the path names. */
  public static String lineage(Context request) {
    return name("lineage", request.pathParam("lineage"));
  }

  /** A name as models and aliases have them. */
  public static String name(String field, String text) {
    if (!NAME.matcher(text).matches()) {
      throw Refused.malformed("Invalid " + field + "; expected " + NAME.pattern());
    }
    return text;
  }

  /** The version that the path names. */
  public static long version(Context request) {
    return number("version", request.pathParam("version"), Long.MAX_VALUE);
  }

  /** A number of at least 0 in the query. */
  public static Optional<Long> number(Context request, String field) {
    return text(request, field, 32).map(text -> number(field, text, Long.MAX_VALUE));
  }

  /** A number from 1 to so many in the query. */
  public static int limit(Context request, int most, int otherwise) {
    long limit = text(request, "limit", 32).map(text -> number("limit", text, most)).orElse(-1L);
    if (limit == 0) {
      throw Refused.malformed("Invalid limit: 0; expected 1 to " + most);
    }
    return limit < 0 ? otherwise : (int) limit;
  }

  /** A text in the query that is not too long. */
  public static Optional<String> text(Context request, String field, int mostCharacters) {
    String text = request.queryParam(field);
    if (text != null && text.length() > mostCharacters) {
      throw Refused.malformed(
          "Invalid " + field + ": too long; expected at most " + mostCharacters + " characters");
    }
    return Optional.ofNullable(text);
  }

  /** Words with a comma between; none where the field is left out or empty. */
  public static List<String> words(Context request, String field, int mostCharacters) {
    return text(request, field, mostCharacters)
        .map(text -> Arrays.stream(text.split(",")).filter(word -> !word.isBlank()).toList())
        .orElse(List.of());
  }

  private static long number(String field, String text, long most) {
    if (NUMBER.matcher(text).matches()) {
      try {
        long number = Long.parseLong(text);
        if (number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw Refused.malformed("Invalid " + field + "; expected at most " + most);
      }
    }
    throw Refused.malformed("Invalid " + field + "; expected a number from 0 to " + most);
  }
}
