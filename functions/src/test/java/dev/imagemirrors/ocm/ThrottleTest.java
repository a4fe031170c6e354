package dev.imagemirrors.ocm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.cluster.Clusters;
import dev.imagemirrors.cluster.Relay;
import dev.imagemirrors.mirror.MirrorSet;
import dev.imagemirrors.operation.Unwatched;
import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.VirtualTime;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A 429 of OCM or of its token service holds for all invocations of an environment.
class ThrottleTest {
  private static final MirrorSet.Wanted WANTED =
      MirrorSet.Wanted.of("quay.io/a", "mirror.example.com/a");

  private final VirtualTime time = new VirtualTime();
  private final PrimingOcm healthy = new PrimingOcm();
  private final Ocm ocm =
      ScriptedOcm.answering(
          this::send,
          URI.create("https://ocm.example.com"),
          URI.create("https://sso.example.com/token"),
          () -> new OcmCredentials.ClientCredentials("a", "b"),
          time,
          new Random(7));

  private String throttled = "nothing";
  private @Nullable String retryAfter = "30";
  private int calls;

  private OcmReply.Answered send(OcmRequest request, Deadline deadline, Duration timeout) {
    calls++;
    return request.uri().toString().contains(throttled)
        ? OcmReply.Answered.read(
            429,
            "{\"reason\": \"too many requests\"}".getBytes(StandardCharsets.UTF_8),
            name -> name.equals("Retry-After") ? retryAfter : null)
        : healthy.send(request, deadline, timeout);
  }

  private Deadline invocation() {
    return Deadline.in(time, Duration.ofSeconds(20));
  }

  private Answer<Clusters.Matches> find() {
    return ocm.clusters(invocation(), new Unwatched()).find(new ClusterKey("mycluster"));
  }

  private ClusterMirrors mirrors() {
    return ocm.mirrors(invocation(), new Unwatched());
  }

  private static <T> Answer<T> pause(int seconds) {
    return new Answer.TryLater<>(
        "OCM asked for a pause between calls", Duration.ofSeconds(seconds));
  }

  @Test
  void holdsForLaterInvocations() {
    throttled = "/clusters";
    assertThat(find())
        .isEqualTo(new Answer.TryLater<>("too many requests", Duration.ofSeconds(30)));
    throttled = "nothing";
    var sent = calls;

    time.sleep(Duration.ofSeconds(10));
    assertThat(find()).isEqualTo(pause(20));
    assertThat(mirrors().list("cluster-1")).isEqualTo(pause(20));
    assertThat(mirrors().create("cluster-1", WANTED)).isEqualTo(pause(20));
    time.sleep(Duration.ofSeconds(17));
    assertThat(mirrors().delete("cluster-1", "a")).isEqualTo(pause(3));
    assertThat(calls).isEqualTo(sent);

    time.sleep(Duration.ofSeconds(3));
    assertThat(mirrors().create("cluster-1", WANTED)).isInstanceOf(Answer.Done.class);
  }

  @Test
  void beginsWithAWriteToo() {
    throttled = "/image_mirrors";
    assertThat(mirrors().create("cluster-1", WANTED))
        .isEqualTo(new Answer.TryLater<>("too many requests", Duration.ofSeconds(30)));

    assertThat(find()).isEqualTo(pause(30));
  }

  @Test
  void lastsForAShortTimeWithinARead() {
    throttled = "/clusters";
    assertThat(find()).isInstanceOf(Answer.TryLater.class);
    throttled = "nothing";
    time.sleep(Duration.ofSeconds(28));

    assertThat(find()).as("after two seconds").isInstanceOf(Answer.Done.class);
  }

  @Test
  void isNotShortenedByALaterAnswer() {
    var throttle = new Throttle();
    throttle.pause(time, Duration.ofSeconds(30));
    throttle.pause(time, Duration.ofSeconds(2));

    assertThat(throttle.left(time)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void needsATime() {
    throttled = "/clusters";
    retryAfter = null;
    assertThat(find()).isInstanceOf(Answer.TryLater.class);
    throttled = "nothing";

    assertThat(find()).isInstanceOf(Answer.Done.class);
  }

  /// A caller that OCM throttles must not stop others.
  @Test
  void ofACallerHoldsForThatInvocationOnly() {
    throttled = "/current_account";
    var caller = ocm.with("token").relay(invocation(), new Unwatched());
    var path = "/api/accounts_mgmt/v1/current_account";
    assertThat(caller.get(path, "", Map.of())).isInstanceOf(Relay.Relayed.Answered.class);
    var sent = calls;

    assertThat(caller.get(path, "", Map.of()))
        .isEqualTo(new Relay.Relayed.Failed("OCM asked for a pause between calls"));
    assertThat(calls).isEqualTo(sent);
    assertThat(find()).isInstanceOf(Answer.Done.class);
  }

  @Test
  void ofTheTokenServiceHoldsForAllInvocations() {
    throttled = "/token";
    for (var second = 0; second < 30; second++) {
      assertThat(find())
          .isInstanceOfSatisfying(
              Answer.TryLater.class,
              later -> {
                assertThat(later.reason()).isEqualTo("the token service answered with status 429");
                assertThat(later.after()).isNotNull();
              });
      assertThat(mirrors().create("cluster-1", WANTED)).isInstanceOf(Answer.TryLater.class);
      time.sleep(Duration.ofMillis(900));
    }

    assertThat(calls).isEqualTo(1);
  }
}
