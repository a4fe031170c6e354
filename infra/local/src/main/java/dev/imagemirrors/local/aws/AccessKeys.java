package dev.imagemirrors.local.aws;

import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/// Maps access keys to accounts.
///
/// A 12-digit key is an account ID. A key from [#issue] contains its account ID, so it stays valid
/// across restarts. Any other key belongs to the local account, so dummy credentials work.
public final class AccessKeys {
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern ISSUED = Pattern.compile("ASIA(\\d{12})[A-Z0-9]{8}");

  private AccessKeys() {}

  public static String account(String accessKey) {
    if (ACCOUNT.matcher(accessKey).matches()) {
      return accessKey;
    }
    var issued = ISSUED.matcher(accessKey);
    return issued.matches() ? issued.group(1) : Scope.LOCAL_ACCOUNT;
  }

  public static String issue(String account) {
    return "ASIA" + account + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
  }
}
