package dev.imagemirrors.local.sts;

import dev.imagemirrors.local.aws.AccessKeys;
import dev.imagemirrors.local.aws.AwsFault;
import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.aws.SessionTokens;
import dev.imagemirrors.local.aws.Signature;
import dev.imagemirrors.local.http.Endpoint;
import dev.imagemirrors.local.http.Reply;
import dev.imagemirrors.local.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/// STS with its form-encoded query protocol and XML replies: AssumeRole and GetCallerIdentity.
public final class Sts implements Endpoint {
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}):role/(?:.*/)?([\\w+=,.@-]+)");

  private final Roles roles;
  private final SessionTokens tokens;
  private final Clock clock;

  public Sts(Roles roles, SessionTokens tokens, Clock clock) {
    this.roles = roles;
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public boolean handles(Request request) {
    return request.method().equals("POST")
        && request.path().equals("/")
        && request
            .header("Content-Type")
            .orElse("")
            .startsWith("application/x-www-form-urlencoded");
  }

  @Override
  public Reply answer(Request request) {
    var form = form(request.text());
    var action = form.getOrDefault("Action", "");
    try {
      return switch (action) {
        case "AssumeRole" -> xml(200, wrapped(action, assume(request, form)));
        case "GetCallerIdentity" -> xml(200, wrapped(action, identity(request)));
        default ->
            throw new AwsFault(
                400, "InvalidAction", "The local stack does not support the action " + action);
      };
    } catch (AwsFault e) {
      return xml(
          e.status(),
          """
          <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
            <Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>
            <RequestId>%s</RequestId>
          </ErrorResponse>
          """
              .formatted(e.code(), escaped(e.message()), UUID.randomUUID()));
    }
  }

  private String assume(Request request, Map<String, String> form) {
    var arn = form.getOrDefault("RoleArn", "");
    var role = ROLE.matcher(arn);
    if (!role.matches()) {
      throw new AwsFault(400, "ValidationError", arn + " is invalid");
    }
    var trust = roles.of(arn);
    if (!trust.admits(form.getOrDefault("ExternalId", ""))) {
      throw new AwsFault(
          403,
          "AccessDenied",
          "User: "
              + callerArn(request)
              + " is not authorized to perform: sts:AssumeRole on resource: "
              + arn);
    }
    var session =
        new Identities.Session(
            role.group(1), role.group(2), form.getOrDefault("RoleSessionName", "local"));
    var key = AccessKeys.issue(session.account());
    Identities.remember(key, session);
    var asked = Duration.ofSeconds(Long.parseLong(form.getOrDefault("DurationSeconds", "3600")));
    return """
    <AssumedRoleUser><AssumedRoleId>%s</AssumedRoleId><Arn>%s</Arn></AssumedRoleUser>
    <Credentials>
      <AccessKeyId>%s</AccessKeyId><SecretAccessKey>local</SecretAccessKey>
      <SessionToken>%s</SessionToken><Expiration>%s</Expiration>
    </Credentials>
    """
        .formatted(
            escaped(session.id()),
            escaped(session.arn()),
            key,
            tokens.forRole(Signature.caller(request, "")),
            clock.instant().plus(trust.lifetime().orElse(asked)).truncatedTo(ChronoUnit.SECONDS));
  }

  private static String identity(Request request) {
    var key = Signature.of(request).map(Signature::accessKey);
    return "<Arn>%s</Arn><UserId>%s</UserId><Account>%s</Account>"
        .formatted(
            escaped(callerArn(request)),
            escaped(key.map(Identities::id).orElse("AIDALOCAL")),
            key.map(AccessKeys::account).orElse(Scope.LOCAL_ACCOUNT));
  }

  private static String callerArn(Request request) {
    return Signature.of(request)
        .map(signature -> Identities.arn(signature.accessKey()))
        .orElseGet(Identities::defaultArn);
  }

  private static String wrapped(String action, String result) {
    return """
    <%1$sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
    <%1$sResult>%2$s</%1$sResult>
    <ResponseMetadata><RequestId>%3$s</RequestId></ResponseMetadata>
    </%1$sResponse>
    """
        .formatted(action, result, UUID.randomUUID());
  }

  private static Reply xml(int status, String body) {
    return Reply.text(status, "text/xml", body);
  }

  private static Map<String, String> form(String body) {
    var form = new LinkedHashMap<String, String>();
    for (var pair : body.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return form;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
