package dev.imagemirrors.local.sts;

import dev.imagemirrors.local.aws.AccessKeys;
import dev.imagemirrors.local.aws.Place;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Who is behind an access key: a role's session when STS gave it out, the account's user `local`
/// otherwise.
public final class Identities {
  private static final Map<String, Session> SESSIONS = new ConcurrentHashMap<>();

  private Identities() {}

  /// A session of an assumed role.
  record Session(String account, String role, String name) {
    String arn() {
      return "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + name;
    }

    String id() {
      return "AROALOCAL"
          + role.toUpperCase(java.util.Locale.ROOT).replaceAll("[^A-Z0-9]", "")
          + ":"
          + name;
    }
  }

  static void remember(String accessKey, Session session) {
    SESSIONS.put(accessKey, session);
  }

  public static String arn(String accessKey) {
    var session = SESSIONS.get(accessKey);
    return session == null ? userArn(AccessKeys.account(accessKey)) : session.arn();
  }

  public static String id(String accessKey) {
    var session = SESSIONS.get(accessKey);
    return session == null ? "AIDALOCAL" : session.id();
  }

  static String userArn(String account) {
    return "arn:aws:iam::" + account + ":user/local";
  }

  static String defaultArn() {
    return userArn(Place.LOCAL_ACCOUNT);
  }
}
