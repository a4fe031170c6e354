package dev.imagemirrors.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ListedMirrorTest {
  private static ImageMirror mirror(String id, String source, String... mirrors) {
    return new ImageMirror(id, source, List.of(mirrors), null, null);
  }

  @Test
  void comparesClusterAndRecords() {
    var same = mirror("1", "a/same", "m/1");
    var changed = mirror("2", "a/changed", "m/2", "m/1");
    var foreign = mirror("3", "a/foreign", "m/3");
    var gone = mirror("4", "a/gone", "m/4");
    var replaced = mirror("5", "a/replaced", "m/5");

    var listed =
        ListedMirror.compare(
            List.of(same, changed, foreign, replaced),
            List.of(
                same,
                mirror("2", "a/changed", "m/1", "m/2"),
                gone,
                mirror("0", "a/replaced", "m/5")));

    assertThat(listed)
        .containsExactly(
            new ListedMirror(changed, MirrorState.DRIFTED),
            new ListedMirror(foreign, MirrorState.UNMANAGED),
            new ListedMirror(gone, MirrorState.MISSING),
            new ListedMirror(replaced, MirrorState.DRIFTED),
            new ListedMirror(same, MirrorState.IN_SYNC));
  }

  @Test
  void hasADifferentVersionForDifferentMirrors() {
    var mirror = mirror("1", "a/b", "m/1", "m/2");

    assertThat(mirror.version()).hasSize(12).isEqualTo(mirror("9", "x/y", "m/1", "m/2").version());
    assertThat(mirror.version()).isNotEqualTo(mirror("1", "a/b", "m/2", "m/1").version());
  }
}
