package dev.imagemirrors.wiring;

import dev.imagemirrors.history.Actor;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.json.JsonFault;
import dev.imagemirrors.json.JsonReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A role that an event's `profile` field may name, as `--profile` names a credential set.
///
/// `callers` limits who may name it; without it, everyone may. An entry is a pattern, with `*`, of
/// the ARN of an API caller, `bus:SOURCE` for the source of a bus event, or `direct` for direct
/// invocations.
record Profile(
    String roleArn,
    @Nullable String externalId,
    @Nullable String region,
    @Nullable List<String> callers) {
  private static final String BUS = "bus:";
  private static final String NAME = "the environment variable PROFILES";
  private static final Set<String> MEMBERS = Set.of("role_arn", "external_id", "region", "callers");
  private static final Pattern ROLE_ARN =
      Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+");
  private static final Pattern CALLER = Pattern.compile("arn:[^\\s]+|\\*|bus:[^\\s]+|direct");

  Profile {
    callers = callers == null ? null : List.copyOf(callers);
  }

  /// Reads the profiles strictly: a misspelt member must not open a profile to everyone.
  static Map<String, Profile> parse(String json) {
    try {
      if (!(JsonReader.read(json) instanceof Json.Members profiles)) {
        throw new IllegalStateException(NAME + " must be a JSON object");
      }
      var read = new LinkedHashMap<String, Profile>();
      profiles.values().forEach((name, value) -> read.put(name, read(name, value)));
      return Map.copyOf(read);
    } catch (JsonFault fault) {
      throw new IllegalStateException(NAME + " " + fault.reason(), fault);
    }
  }

  boolean isFor(Actor actor) {
    return callers == null || callers.stream().anyMatch(pattern -> isFor(actor, pattern));
  }

  private static boolean isFor(Actor actor, String pattern) {
    return switch (actor.via()) {
      case API -> actor.arns().stream().anyMatch(arn -> matches(pattern, arn));
      case BUS -> pattern.startsWith(BUS) && matches(pattern.substring(BUS.length()), actor.id());
      case DIRECT -> pattern.equals("direct");
      case OCM -> false;
    };
  }

  private static Profile read(String name, Json json) {
    if (!(json instanceof Json.Members profile)) {
      throw invalid(name, "must be a JSON object");
    }
    profile.values().keySet().stream()
        .filter(member -> !MEMBERS.contains(member))
        .findFirst()
        .ifPresent(member -> {
          throw invalid(
              name, "has an unknown member '" + member + "'; known are " + new TreeSet<>(MEMBERS));
        });
    var role = text(name, profile, "role_arn");
    if (role == null || !ROLE_ARN.matcher(role).matches()) {
      throw invalid(name, "must have a 'role_arn', the ARN of an IAM role");
    }
    return new Profile(
        role,
        text(name, profile, "external_id"),
        text(name, profile, "region"),
        callers(name, profile));
  }

  private static @Nullable String text(String name, Json.Members profile, String member) {
    if (!profile.values().containsKey(member)) {
      return null;
    }
    var text = profile.at(member).asText();
    if (text == null || text.isBlank()) {
      throw invalid(name, "must have a text as '" + member + "'");
    }
    return text;
  }

  private static @Nullable List<String> callers(String name, Json.Members profile) {
    if (!profile.values().containsKey("callers")) {
      return null;
    }
    if (!(profile.at("callers") instanceof Json.Items callers) || callers.items().isEmpty()) {
      throw invalid(
          name, "has 'callers' that are not a list, or empty; leave them out for everyone");
    }
    return callers.items().stream().map(caller -> caller(name, caller)).toList();
  }

  private static String caller(String name, Json caller) {
    var text = caller.asText();
    if (text == null || !CALLER.matcher(text).matches()) {
      throw invalid(name, "has a caller that is no ARN pattern, no 'bus:SOURCE' and not 'direct'");
    }
    return text;
  }

  private static IllegalStateException invalid(String name, String fault) {
    return new IllegalStateException("the profile '" + name + "' in PROFILES " + fault);
  }

  /// Whether the text matches the pattern, in which `*` stands for any characters; in linear space
  /// and without backtracking over more than one star.
  private static boolean matches(String pattern, String text) {
    var p = 0;
    var t = 0;
    var star = -1;
    var mark = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        mark = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
