package dev.imagemirrors.ocm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.VirtualTime;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A thousand environments that are restored from one snapshot in the same second and never idle:
/// how many requests for a token come close together.
class ManyEnvironmentsTest {
  private static final int ENVIRONMENTS = 1_000;
  private static final Duration STEP = Duration.ofMillis(500);
  private static final int STEPS_IN_A_SECOND = 2;
  private static final int FIRST_MINUTE = 60 * STEPS_IN_A_SECOND;

  private final VirtualTime time = new VirtualTime();
  private final int[] requests = new int[4_000 * STEPS_IN_A_SECOND];
  private int step;

  /// The tokens that the service issues in one step; it answers the rest with 429.
  private int capacity = Integer.MAX_VALUE;

  private OcmReply.Answered send(OcmRequest request, Deadline deadline, Duration timeout) {
    return ++requests[step] > capacity
        ? answer(429, "{}", "2")
        : answer(200, "{\"access_token\": \"a\", \"expires_in\": 900}", null);
  }

  private static OcmReply.Answered answer(int status, String body, @Nullable String retryAfter) {
    return OcmReply.Answered.read(
        status,
        body.getBytes(StandardCharsets.UTF_8),
        name -> name.equals("Retry-After") ? retryAfter : null);
  }

  private List<OcmTokens> restored(IntFunction<RandomGenerator> randomness) {
    return IntStream.range(0, ENVIRONMENTS)
        .mapToObj(environment ->
            new OcmTokens(
                new Exchange(this::send),
                URI.create("https://sso.example.com/token"),
                () -> new OcmCredentials.ClientCredentials("a", "b"),
                time,
                randomness.apply(environment)))
        .toList();
  }

  /// Every environment needs a token in every step.
  private void run(List<OcmTokens> environments, Duration duration) {
    var end = step + (int) duration.dividedBy(STEP);
    for (; step < end; step++) {
      var deadline = Deadline.in(time, Duration.ofSeconds(24));
      environments.forEach(each -> each.token(deadline));
      time.sleep(STEP);
    }
  }

  private int total(int from) {
    return Arrays.stream(requests, from, step).sum();
  }

  /// The most requests within any second that begins at or after a step.
  private int mostInASecond(int from) {
    return IntStream.rangeClosed(from, step - STEPS_IN_A_SECOND)
        .map(begin -> Arrays.stream(requests, begin, begin + STEPS_IN_A_SECOND).sum())
        .max()
        .orElse(0);
  }

  @Test
  void refreshTheirTokensAtDifferentTimes() {
    run(restored(SplittableRandom::new), Duration.ofHours(1));

    // The first one is needed at once. Then each environment asks about every 12 minutes.
    assertThat(mostInASecond(0)).isEqualTo(ENVIRONMENTS);
    assertThat(total(FIRST_MINUTE)).isBetween(4 * ENVIRONMENTS, 5 * ENVIRONMENTS);
    assertThat(mostInASecond(FIRST_MINUTE)).isLessThanOrEqualTo(20);
  }

  /// The control: environments that share the seed of a snapshot.
  @Test
  void wouldAskTogetherWithTheSameRandomness() {
    run(restored(_ -> new Random(7)), Duration.ofMinutes(20));

    assertThat(mostInASecond(FIRST_MINUTE)).isEqualTo(ENVIRONMENTS);
  }

  @Test
  void comeBackSpreadOutAfterThrottling() {
    capacity = 25;
    run(restored(SplittableRandom::new), Duration.ofMinutes(5));

    // Without a pause: every environment in every step, 19,500 requests for 1,000 tokens.
    assertThat(total(0)).isLessThanOrEqualTo(4 * ENVIRONMENTS);
    assertThat(mostInASecond(STEPS_IN_A_SECOND)).isLessThanOrEqualTo(ENVIRONMENTS / 2);
    assertThat(total(FIRST_MINUTE * 4)).as("after four minutes, all have one").isZero();
  }
}
