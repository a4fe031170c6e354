package dev.imagemirrors.bench.load;

import java.util.List;
import java.util.Random;

/// Injects random faults into OCM during the load: failures one after the other, and windows of
/// 409s.
final class RandomFaults {
  private static final List<String> FAULTS =
      List.of(
          "{\"match\": \"/image_mirrors\", \"status\": 503, \"times\": 3}",
          "{\"match\": \"/clusters\", \"status\": 503, \"times\": 2, \"retry_after\": 1}",
          "{\"match\": \"/image_mirrors\", \"reset\": true, \"times\": 2}",
          "{\"match\": \"/image_mirrors\", \"reset\": true, \"after\": true, \"times\": 2}",
          "{\"method\": \"POST\", \"match\": \"/image_mirrors\", \"status\": 500, \"empty\": true, \"after\": true}",
          "{\"match\": \"/image_mirrors\", \"status\": 500, \"empty\": true, \"times\": 3}",
          "{\"match\": \"/image_mirrors\", \"status\": 429, \"retry_after\": 1, \"times\": 2}",
          "{\"match\": \"/image_mirrors\", \"delay_ms\": 300, \"times\": 5}");

  private final LoadClient client;
  private final Random random;

  RandomFaults(LoadClient client, long seed) {
    this.client = client;
    this.random = new Random(seed);
  }

  void inject() {
    client.hook("POST", "_sim/fault", FAULTS.get(random.nextInt(FAULTS.size())));
    if (random.nextInt(5) == 0) {
      client.hook("POST", "_sim/conflict", "{\"ms\": %d}".formatted(random.nextInt(3) * 40));
    }
    if (random.nextInt(20) == 0) {
      client.hook("POST", "_sim/tokens", "{\"revoke\": true}");
    }
  }

  void clear() {
    client.hook("DELETE", "_sim/fault", "");
    client.hook("POST", "_sim/conflict", "{\"ms\": 0}");
  }
}
