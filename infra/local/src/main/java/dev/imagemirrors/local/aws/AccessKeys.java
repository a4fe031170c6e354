package dev.imagemirrors.local.aws;

import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/// Which account an access key belongs to.
///
/// A 12-digit key is that account, a key that [#issue] made says its account itself (so that it
/// holds across restarts), and any other belongs to the local account: dummy credentials work.
public final class AccessKeys {
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern ISSUED = Pattern.compile("ASIA(\\d{12})[A-Z0-9]{8}");

  private AccessKeys() {}

  public static String account(String accessKey) {
    if (ACCOUNT.matcher(accessKey).matches()) {
      return accessKey;
    }
    var issued = ISSUED.matcher(accessKey);
    return issued.matches() ? issued.group(1) : Place.LOCAL_ACCOUNT;
  }

  public static String issue(String account) {
    return "ASIA" + account + UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
  }
}
