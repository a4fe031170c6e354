package dev.imagemirrors.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The expected values come from running containers/image v5.36.2 with the same names.
class ScopeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          quay.io              | quay.io                          | 7
          quay.io              | quay.io/team/app                 | 7
          quay.io/team         | quay.io/team/app                 | 12
          quay.io/team/app     | quay.io/team/app                 | 16
          quay.io/team/app     | quay.io/team/app@sha256:00       | 16
          quay.io:5000         | quay.io:5000/team                | 12
          *.io                 | quay.io/team                     | 7
          *.example.com        | a.b.example.com/team             | 15
          *.example.com        | a.example.com:5000/team          | 13
          *.example.com        | a.example.com/b.example.com/c    | 13
          *.example.com        | *.a.example.com                  | 15
          """)
  void includesNamesThatContinueAfterABoundary(String scope, String name, int end) {
    assertThat(new Scope(scope).takesIn(name)).isTrue();
    assertThat(new Scope(scope).end(name)).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          quay.io              | quay.iox/team
          quay.io              | quay.io.example.com
          quay.io/team         | quay.io
          quay.io/team         | quay.io/teams/app
          quay.io/team         | quay.io/team2
          quay.io/team         | mirror.corp.com/quay.io/team
          quay.io:5000         | quay.io/team
          quay.io:5000         | quay.io:50000/team
          *.example.com        | example.com/team
          *.example.com        | a.example.comx/team
          *.example.com        | quay.io/a.example.com/team
          *.example.com        | a.example.com.org/team
          *                    | quay.io/team
          ''                   | quay.io/team
          """)
  void includesNoOtherNames(String scope, String name) {
    assertThat(new Scope(scope).takesIn(name)).isFalse();
    assertThat(new Scope(scope).end(name)).isEqualTo(-1);
  }

  /// Nodes do this, although it is unintended.
  @Test
  void includesAHostWithAPort() {
    assertThat(new Scope("quay.io").takesIn("quay.io:5000/team")).isTrue();
  }

  @Test
  void ordersByLengthAndWildcardFirst() {
    var sorted =
        Stream.of("quay.io", "a.example.com", "*.io", "*.example.com", "quay.io/team/app")
            .map(Scope::new)
            .sorted(Scope.PRECEDENCE)
            .map(Scope::value);

    assertThat(sorted)
        .containsExactly("quay.io/team/app", "*.example.com", "a.example.com", "quay.io", "*.io");
  }
}
