package dev.imagemirrors.explain;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.cluster.Advice;
import dev.imagemirrors.cluster.Answer;
import dev.imagemirrors.cluster.Cluster;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.cluster.ClusterMirrors;
import dev.imagemirrors.event.CommonFields;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Place;
import dev.imagemirrors.event.Reply;
import dev.imagemirrors.event.Words;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.ImageMirror;
import dev.imagemirrors.mirror.ImageReference;
import dev.imagemirrors.mirror.Prefix;
import dev.imagemirrors.operation.Directory;
import dev.imagemirrors.operation.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells from where a cluster's nodes pull an image: which source matches it, which mirrors are
/// tried in which order, and why. The longest matching source wins, and sources do not combine.
public record ExplainImage(Directory directory, ClusterMirrors mirrors) {
  record Request(ClusterKey cluster, ImageReference image) {
    static Request read(Fields fields, Place place) {
      var cluster = CommonFields.cluster(fields);
      var image =
          fields.required(
              "image",
              "Image is required, as in 'quay.io/team/app@sha256:…'",
              ImageReference::parse);
      fields.check();
      return new Request(requireNonNull(cluster), requireNonNull(image));
    }
  }

  Reply explain(Request request) {
    var key = request.cluster();
    return switch (directory.find(key)) {
      case Directory.Lookup.Found(var cluster) -> explain(request, cluster);
      case Directory.Lookup.Recorded(_, Refusal.ClusterGone _) -> Words.noOneCluster(key, 0);
      case Directory.Lookup.Recorded(_, var why) -> Words.problem(why, key, null);
      case Directory.Lookup.NoOne(var total) -> Words.noOneCluster(key, total);
      case Directory.Lookup.Unheard(var why) -> Words.problem(why, key, null);
    };
  }

  private Reply explain(Request request, Cluster cluster) {
    return switch (mirrors.list(cluster.id())) {
      case Answer.Done(var there, _) -> explained(request.image(), cluster, there);
      case Answer<List<ImageMirror>> other ->
          Words.problem(Refusal.of(other), request.cluster(), null);
    };
  }

  static Reply explained(ImageReference image, Cluster cluster, List<ImageMirror> there) {
    var matching =
        there.stream()
            .filter(mirror -> Prefix.covers(mirror.source(), image.name()))
            .sorted(Comparator.comparingInt((ImageMirror mirror) -> -mirror.source().length()))
            .toList();
    var winner = image.isByDigest() ? matching.stream().findFirst() : Optional.<ImageMirror>empty();
    var tried = tried(image, winner);
    var lines = lines(image, matching, winner, tried);
    var warnings =
        winner.stream()
            .flatMap(mirror -> mirror.mirrors().stream())
            .flatMap(mirror -> Advice.blocked(cluster, mirror).stream())
            .toList();
    var body =
        Json.object()
            .put("messages", Json.texts(lines))
            .put("image", image.at(image.name()))
            .put("by", image.isByDigest() ? "digest" : "tag")
            .put("mirrored", Json.of(winner.isPresent()))
            .put(
                "source",
                winner.<Json>map(mirror -> Json.of(mirror.source())).orElse(Json.Null.NULL))
            .put("tried", Json.texts(tried))
            .put("also_matching", Json.texts(losers(matching, winner)));
    if (!warnings.isEmpty()) {
      body.put("warnings", Json.texts(warnings));
    }
    var whole = body.build();
    return new Reply.Success(200, whole, whole, lines, null, null, Map.of());
  }

  /// The full references, in the order in which nodes try them; the source itself comes last.
  private static List<String> tried(ImageReference image, Optional<ImageMirror> winner) {
    var tried = new ArrayList<String>();
    winner.ifPresent(
        mirror -> mirror.mirrors().forEach(each -> tried.add(image.from(mirror.source(), each))));
    tried.add(image.at(image.name()));
    return tried;
  }

  private static List<String> losers(List<ImageMirror> matching, Optional<ImageMirror> winner) {
    return matching.stream()
        .filter(mirror -> winner.isEmpty() || !winner.get().equals(mirror))
        .map(ImageMirror::source)
        .toList();
  }

  private static List<String> lines(
      ImageReference image,
      List<ImageMirror> matching,
      Optional<ImageMirror> winner,
      List<String> tried) {
    var lines = new ArrayList<String>();
    if (!image.isByDigest()) {
      lines.add("not mirrored: by tag");
      lines.add("Only pulls by digest are redirected to mirrors");
    } else if (winner.isEmpty()) {
      lines.add("not mirrored: no source matches '" + image.name() + "'");
    } else {
      lines.add(
          "Source '%s' matches%s"
              .formatted(
                  winner.get().source(),
                  matching.size() > 1 ? ": it is the longest of those that do" : ""));
      losers(matching, winner)
          .forEach(source -> lines.add("Source '" + source + "' matches too, and is not used"));
    }
    for (var i = 0; i < tried.size(); i++) {
      lines.add(
          "%d. %s%s".formatted(i + 1, tried.get(i), i == tried.size() - 1 ? " (source)" : ""));
    }
    return lines;
  }
}
