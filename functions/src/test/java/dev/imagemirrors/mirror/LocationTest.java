package dev.imagemirrors.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "registry.example.com",
        "registry.example.com:5000",
        "Registry.Example.com/team",
        "registry.example.com/team/app",
        "registry.example.com:443/a.b/c_d/e__f/g-h/i--j",
        "10.0.0.1:5000/x",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/team",
        "registry:65535/0"
      })
  void acceptsHostsWithPortsAndPaths(String value) {
    assertThat(new Source(value).value()).isEqualTo(value);
    assertThat(new Registry(value).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://registry.example.com       | must not have a scheme: leave out 'https://'
          docker://a/b                       | must not have a scheme: leave out 'docker://'
          registry.example.com/team:v1       | must not have a tag: leave out ':v1'
          registry.example.com:v1            | ':v1' is not a port from 1 to 65535 (a tag is not allowed either)
          registry.example.com:0             | ':0' is not a port from 1 to 65535 (a tag is not allowed either)
          registry.example.com:65536/a       | ':65536' is not a port from 1 to 65535 (a tag is not allowed either)
          registry.example.com:/a            | ':' is not a port from 1 to 65535 (a tag is not allowed either)
          registry.example.com/a@sha256:00   | must not have a digest: leave out what follows '@'
          registry.example.com/              | must not end with '/'
          registry.example.com/a/            | must not end with '/'
          registry..example.com              | 'registry..example.com' is not a host: labels of letters, digits and inner dashes, joined by dots
          -registry/a                        | '-registry' is not a host: labels of letters, digits and inner dashes, joined by dots
          registry-/a                        | 'registry-' is not a host: labels of letters, digits and inner dashes, joined by dots
          under_score/a                      | 'under_score' is not a host: labels of letters, digits and inner dashes, joined by dots
          /a                                 | '' is not a host: labels of letters, digits and inner dashes, joined by dots
          :80                                | '' is not a host: labels of letters, digits and inner dashes, joined by dots
          :x/a                               | ':x' is not a port from 1 to 65535 (a tag is not allowed either)
          /a:b                               | must not have a tag: leave out ':b'
          ://a                               | must not have a scheme: leave out '://'
          @a                                 | must not have a digest: leave out what follows '@'
          a//b                               | path segment '' must be lower-case letters and digits, joined by '.', '_', '__' or dashes
          a/B                                | path segment 'B' must be lower-case letters and digits, joined by '.', '_', '__' or dashes
          a/.b                               | path segment '.b' must be lower-case letters and digits, joined by '.', '_', '__' or dashes
          a/b.                               | path segment 'b.' must be lower-case letters and digits, joined by '.', '_', '__' or dashes
          a/b..c                             | path segment 'b..c' must be lower-case letters and digits, joined by '.', '_', '__' or dashes
          a/b___c                            | path segment 'b___c' must be lower-case letters and digits, joined by '.', '_', '__' or dashes
          a/b-_c                             | path segment 'b-_c' must be lower-case letters and digits, joined by '.', '_', '__' or dashes
          a b                                | U+0020 SPACE is not allowed, at position 2
          bücher.example                     | 'ü' (U+00FC LATIN SMALL LETTER U WITH DIAERESIS) is not allowed, at position 2
          😀/a​                          | '😀' (U+1F600 GRINNING FACE) is not allowed, at position 1
          a/😀x😀​                       | '😀' (U+1F600 GRINNING FACE) is not allowed, at position 3
          quay.io/team​                  | U+200B ZERO WIDTH SPACE is not allowed, at position 13
          [fd00::1]:5000/team                | '[fd00::1]:5000' is an IPv6 address, which is not supported: use a host name
          fd00::1/team                       | 'fd00::1' is an IPv6 address, which is not supported: use a host name
          $REGISTRY/team                     | contains '$REGISTRY', a placeholder that was not filled in
          ${REGISTRY}/team                   | contains '${REGISTRY}', a placeholder that was not filled in
          $(REGISTRY)/team                   | contains '$(REGISTRY)', a placeholder that was not filled in
          <registry>/team                    | contains '<registry>', a placeholder that was not filled in
          %REGISTRY%/team                    | contains '%REGISTRY%', a placeholder that was not filled in
          @@REGISTRY@@/team                  | contains '@@REGISTRY@@', a placeholder that was not filled in
          {{ registry }}/team                | contains '{{ registry }}', a placeholder that was not filled in
          ecr.{region}.example.com/team      | contains '{region}', a placeholder that was not filled in
          a\u007fb                           | U+007F DELETE is not allowed, at position 2
          *                                  | a wildcard stands alone before a host, as in '*.example.com'
          *.                                 | '' is not a host: labels of letters, digits and inner dashes, joined by dots
          *.example.com/a                    | a wildcard stands alone before a host, as in '*.example.com'
          *.example.com:443                  | a wildcard stands alone before a host, as in '*.example.com'
          *example.com                       | a wildcard stands alone before a host, as in '*.example.com'
          a.*.com                            | 'a.*.com' is not a host: labels of letters, digits and inner dashes, joined by dots
          """)
  void refusesInvalidLocationsWithAReason(String value, String reason) {
    assertThatExceptionOfType(InvalidField.class)
        .isThrownBy(() -> new Source(value))
        .satisfies(fault -> assertThat(fault.field()).isEqualTo("source"))
        .satisfies(fault -> assertThat(fault.reason()).isEqualTo(reason));
  }

  @Test
  void acceptsAWildcardOnlyAsASource() {
    assertThat(new Source("*.example.com").value()).isEqualTo("*.example.com");
    assertThatExceptionOfType(InvalidField.class)
        .isThrownBy(() -> new Registry("*.example.com"))
        .withMessage("mirrors: must not have a wildcard: only a source may be '*.host'");
  }

  @Test
  void allows255Characters() {
    var longest = "r/" + "a".repeat(253);

    assertThat(new Source(longest).value()).hasSize(255);
    assertThatExceptionOfType(InvalidField.class)
        .isThrownBy(() -> new Source(longest + "a"))
        .withMessage("source: has 256 characters; at most 255 are allowed");
  }

  @Test
  void refusesAnEmptyText() {
    assertThatExceptionOfType(InvalidField.class)
        .isThrownBy(() -> new Source(" "))
        .withMessage("source: must not be empty");
  }

  @Test
  void keepsUpTo255MirrorsInOrder() {
    var values = new ArrayList<String>();
    for (var i = 255; i > 0; i--) {
      values.add("r" + i);
    }

    assertThat(MirrorList.of(values).values()).isEqualTo(values);
    values.add("one.too.many");
    assertThatExceptionOfType(InvalidField.class)
        .isThrownBy(() -> MirrorList.of(values))
        .withMessage("mirrors: has 256 entries; at most 255 are allowed");
  }

  @Test
  void refusesARepeatedMirrorWithItsIndex() {
    assertThatExceptionOfType(InvalidField.class)
        .isThrownBy(() -> MirrorList.of("a/x", "b/x", "a/x"))
        .withMessage("mirrors[2]: 'a/x' is already in the list");
  }

  @Test
  void refusesAnEmptyList() {
    assertThatExceptionOfType(InvalidField.class)
        .isThrownBy(() -> MirrorList.of(List.of()))
        .withMessage("mirrors: At least one mirror registry must be specified");
  }

  @ParameterizedTest
  @CsvSource({"abc123def456,true", "0355f39a-0e81-4906-ae8c-2fbe9dfab29b,true", "a/b,false"})
  void distinguishesIdsFromSources(String value, boolean canBeId) {
    assertThat(new MirrorKey(value).canBeId()).isEqualTo(canBeId);
  }

  @Test
  void refusesAKeyThatIsNeitherIdNorSource() {
    assertThatExceptionOfType(InvalidField.class)
        .isThrownBy(() -> new MirrorKey("a b"))
        .withMessage(
            "id: is neither an ID nor a source: U+0020 SPACE is not allowed, at position 2");
  }
}
