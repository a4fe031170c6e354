package dev.imagemirrors.local.sts;

import dev.imagemirrors.local.aws.AccessKeys;
import dev.imagemirrors.local.aws.Scope;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The identity of an access key: the session of a role if STS issued it, otherwise the user
/// `local` of the account.
public final class Identities {
  private static final Map<String, Session> SESSIONS = new ConcurrentHashMap<>();

  private Identities() {}

  /// An assumed-role session.
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
    return userArn(Scope.LOCAL_ACCOUNT);
  }
}
