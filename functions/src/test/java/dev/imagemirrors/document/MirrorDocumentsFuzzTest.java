package dev.imagemirrors.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imagemirrors.json.JsonWriter;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.MirrorSet;
import java.util.Comparator;

/// Any document is read as a set of mirrors or refused, and its result is not larger than the
/// document.
class MirrorDocumentsFuzzTest {
  @FuzzTest
  void readsASetOrReportsFaults(byte[] input) {
    var text = new String(input, UTF_8);

    switch (MirrorDocuments.read(text)) {
      case MirrorDocuments.Faulty(var faults) -> {
        assertThat(faults).isNotEmpty().hasSizeLessThanOrEqualTo(input.length + 1);
        assertThat(faults).allSatisfy(fault -> assertThat(fault.reason()).isNotBlank());
      }
      case MirrorDocuments.Read read -> {
        assertThat(read.set().wanted()).hasSizeLessThanOrEqualTo(MirrorSet.MAX_SIZE);
        assertThat(letters(read.set())).isLessThanOrEqualTo(input.length);
        assertThat(read.losses().listed().size() + read.losses().more())
            .isLessThanOrEqualTo(input.length);
        assertThat(MirrorDocuments.read(document(read.set())))
            .isEqualTo(new MirrorDocuments.Read(sorted(read.set()), Losses.NONE));
      }
    }
  }

  /// Aliases would repeat one entry many times.
  private static int letters(MirrorSet set) {
    return set.wanted().stream()
        .mapToInt(each ->
            each.source().value().length()
                + each.mirrors().values().stream().mapToInt(String::length).sum())
        .sum();
  }

  private static MirrorSet sorted(MirrorSet set) {
    return new MirrorSet(
        set.wanted().stream().sorted(Comparator.comparing(each -> each.source().value())).toList());
  }

  private static String document(MirrorSet set) {
    var mirrors =
        set.wanted().stream()
            .map(each ->
                new ImageMirror("id", each.source().value(), each.mirrors().values(), null, null))
            .toList();
    return JsonWriter.write(MirrorSetDocument.of("mycluster", mirrors));
  }
}
