package dev.imagemirrors.ocmproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.mirror.InvalidField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Paths of requests, and the paths that are sent for them.
class OcmPathTest {
  private static final String CLUSTERS = "/api/clusters_mgmt/v1/clusters";

  @Test
  void hasATarget() {
    assertThat(OcmPath.parse(CLUSTERS + "/c1/image_mirrors").target())
        .isEqualTo(new OcmPath.Target.Mirrors("c1"));
    assertThat(OcmPath.parse(CLUSTERS + "/c1/image_mirrors/m1").target())
        .isEqualTo(new OcmPath.Target.Mirror("c1", "m1"));
    assertThat(OcmPath.parse("/api/clusters_mgmt/v1/events").target())
        .isEqualTo(new OcmPath.Target.Events());
    for (var other :
        new String[] {
          CLUSTERS,
          CLUSTERS + "/c1",
          CLUSTERS + "/c1/image_mirrors/m1/more",
          CLUSTERS + "/c1/ingresses/i1",
          "/api/accounts_mgmt/v1/current_account",
          "/api/other/v1/clusters/c1/image_mirrors"
        }) {
      assertThat(OcmPath.parse(other).target()).isEqualTo(new OcmPath.Target.Other());
    }
  }

  /// The stage of the API is the first segment.
  @Test
  void acceptsAPathWithoutTheStage() {
    assertThat(OcmPath.parse("/clusters_mgmt/v1/clusters"))
        .isEqualTo(OcmPath.parse("/api/clusters_mgmt/v1/clusters"));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/a b, /api/a%20b",
    "/api/a+b, /api/a%2Bb",
    "/api/caf%C3%A9, /api/caf%C3%A9",
    "/api/a?b, /api/a%3Fb",
    "/api/a#b, /api/a%23b",
    "/api/http:@evil.example.com, /api/http%3A%40evil.example.com"
  })
  void isSentAsItWasChecked(String given, String sent) {
    assertThat(OcmPath.parse(given).encoded()).isEqualTo(sent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/../admin",
        "/api/%2e%2E/admin",
        "/api/./x",
        "/api//evil.example.com/x",
        "//evil.example.com/api/x",
        "/api/x/",
        "/api/x%2Fy",
        "/api/x%5Cy",
        "/api/x%252e%252e",
        "/api/x%00y",
        "/api/x%0d%0aHost:%20evil",
        "/api/x%zz",
        "/api/%ff%fe",
        "http://evil.example.com/api/x",
        "",
        "x",
        "/"
      })
  void refusesAmbiguousPaths(String path) {
    assertThatThrownBy(() -> OcmPath.parse(path))
        .isInstanceOf(InvalidField.class)
        .hasMessageStartingWith("path: ");
  }

  @Test
  void refusesALongPathFirst() {
    assertThatThrownBy(() -> OcmPath.parse("/api/" + "x/".repeat(1_000_000)))
        .isInstanceOf(InvalidField.class)
        .hasMessage("path: has 2000005 characters; at most 2048 are allowed");
  }
}
