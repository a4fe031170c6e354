package dev.imagemirrors.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.history.Actor;
import dev.imagemirrors.history.Actor.Via;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTest {
  private static final String ROLE =
      "\"role_arn\": \"arn:aws:iam::111122223333:role/team/mirrors\"";

  private static Profile read(String members) {
    return Profile.parse("{\"p\": {" + ROLE + members + "}}").values().iterator().next();
  }

  @ParameterizedTest
  @CsvSource({
    // A pattern of ARNs is for callers whom the API authenticated, as themselves or as their role.
    "arn:aws:iam::1*:user/admin-*, API, arn:aws:iam::111122223333:user/admin-1, true",
    "arn:aws:iam::1*:user/admin-*, API, arn:aws:iam::111122223333:user/other, false",
    "arn:aws:iam::*:role/ci, API, arn:aws:sts::111122223333:assumed-role/ci/run-1, true",
    "arn:aws:iam::*:role/ci, API, arn:aws:sts::111122223333:assumed-role/ci-2/run-1, false",
    "arn:aws:sts::*:assumed-role/ci/*, API, arn:aws:sts::111122223333:assumed-role/ci/1, true",
    "arn:aws:sts::*:assumed-role/ci/*, BUS, arn:aws:sts::111122223333:assumed-role/ci/1, false",
    "arn:aws:sts::*:assumed-role/ci/*, DIRECT, arn:aws:sts::1:assumed-role/ci/1, false",
    "*, API, arn:aws:iam::111122223333:root, true",
    "*, API, anonymous from 127.0.0.1, false",
    "*, BUS, com.example.pipeline, false",
    "*, DIRECT, request-1, false",
    "bus:com.example.*, BUS, com.example.pipeline, true",
    "bus:com.example.*, BUS, org.example, false",
    "bus:*, API, arn:aws:iam::111122223333:root, false",
    "bus:*, DIRECT, request-1, false",
    "direct, DIRECT, request-1, true",
    "direct, BUS, direct, false",
    "direct, API, direct, false",
    "*, OCM, pat, false"
  })
  void isForItsCallers(String pattern, Via via, String id, boolean is) {
    var profile = read(", \"callers\": [\"" + pattern + "\"]");

    assertThat(profile.isFor(new Actor(via, id, null, null))).isEqualTo(is);
  }

  @Test
  void isForEveryoneWithoutCallers() {
    assertThat(read("").isFor(new Actor(Via.BUS, "any", null, null))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ", \"caller\": []",
        ", \"callers\": []",
        ", \"callers\": null",
        ", \"callers\": \"*\"",
        ", \"callers\": [1]",
        ", \"callers\": [\"com.example.pipeline\"]",
        ", \"callers\": [\"arn:aws:iam::1:role/a b\"]",
        ", \"external_id\": 7",
        ", \"external_id\": \"\"",
        ", \"region\": null",
        ", \"Callers\": [\"*\"]"
      })
  void rejectsAProfileThatItDoesNotUnderstand(String members) {
    assertThatThrownBy(() -> read(members))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("the profile 'p' in PROFILES ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "notjson",
        "[]",
        "null",
        "{\"p\": []}",
        "{\"p\": {}}",
        "{\"p\": {\"role_arn\": \"mirrors\"}}",
        "{\"p\": {\"role_arn\": \"arn:aws:iam::1:user/a\"}}"
      })
  void rejectsWhatIsNoSetOfProfiles(String json) {
    assertThatThrownBy(() -> Profile.parse(json))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("PROFILES");
  }
}
