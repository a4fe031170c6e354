package dev.imagemirrors.mirror;

/// The names of Docker Hub's official images. Docker adds `library/` to a short name; nodes do not.
final class DockerHub {
  private static final String HOST = "docker.io/";
  private static final String OFFICIAL = HOST + "library";

  private DockerHub() {}

  static boolean isShortName(String location) {
    return location.startsWith(HOST)
        && location.indexOf('/', HOST.length()) < 0
        && !location.equals(OFFICIAL);
  }

  static String fullName(String location) {
    return OFFICIAL + "/" + location.substring(HOST.length());
  }
}
