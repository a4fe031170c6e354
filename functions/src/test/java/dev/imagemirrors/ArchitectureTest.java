package dev.imagemirrors;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.Source;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String ROOT = "dev.imagemirrors";

  /// Values that depend on no service.
  private static final String[] PURE = packages("json", "mirror", "text", "time");

  private static final String[] NOUNS =
      packages(
          "json",
          "mirror",
          "text",
          "time",
          "cluster",
          "operation",
          "history",
          "document",
          "lane",
          "event",
          "reply");
  private static final String[] ADAPTERS = packages("dynamo", "ocm", "bus", "sqs", "cloudwatch");
  private static final String[] WAY_IN = packages("wiring", "priming", "handler");
  private static final String[] VERBS =
      packages(
          "create",
          "edit",
          "list",
          "describe",
          "delete",
          "showhistory",
          "showoperation",
          "canceloperation",
          "runoperation",
          "clusterready",
          "watchclusters",
          "recover",
          "apply",
          "explain",
          "announce",
          "verifyhistory",
          "restore");
  private static final String[] PROXY = packages("ocmproxy");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  private static String[] packages(String... names) {
    return Arrays.stream(names).map(name -> ROOT + "." + name + "..").toArray(String[]::new);
  }

  private static String[] both(String[] some, String... others) {
    return Stream.of(some, others).flatMap(Arrays::stream).toArray(String[]::new);
  }

  @Test
  void givesEveryPackageItsPlace() {
    var found =
        CLASSES.stream()
            .map(each -> each.getPackageName() + "..")
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(Stream.of(NOUNS, ADAPTERS, WAY_IN, VERBS, PROXY).flatMap(Arrays::stream))
        .containsExactlyInAnyOrderElementsOf(found);
  }

  @Test
  void hasNoCyclesBetweenPackages() {
    slices()
        .matching(ROOT + ".(*)..")
        .should()
        .beFreeOfCycles()
        .because("a package can be read without the packages that use it")
        .check(CLASSES);
  }

  /// A file is a top-level class with its nested classes; a sealed interface and its records in one
  /// file count as one.
  @Test
  void hasNoCyclesBetweenFiles() {
    slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return type.getPackageName().startsWith(ROOT)
                    ? SliceIdentifier.of(type.getPackageName(), file(type))
                    : SliceIdentifier.ignore();
              }

              @Override
              public String getDescription() {
                return "files";
              }
            })
        .should()
        .beFreeOfCycles()
        .because("a file can be read without the files that use it")
        .check(CLASSES);
  }

  private static String file(JavaClass type) {
    return type.getBaseComponentType().getSource().flatMap(Source::getFileName).orElseThrow();
  }

  @Test
  void keepsNounsFreeOfVerbsAdaptersAndWiring() {
    noClasses()
        .that()
        .resideInAnyPackage(NOUNS)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(VERBS)
                .or(resideInAnyPackage(PROXY))
                .or(resideInAnyPackage(ADAPTERS))
                .or(resideInAnyPackage(WAY_IN)))
        .because("everything else is built on the nouns")
        .check(CLASSES);
  }

  @Test
  void letsAdaptersDependOnNounsOnly() {
    noClasses()
        .that()
        .resideInAnyPackage(ADAPTERS)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(VERBS).or(resideInAnyPackage(PROXY)).or(resideInAnyPackage(WAY_IN)))
        .because("an adapter implements the ports of the nouns")
        .check(CLASSES);
  }

  @Test
  void letsNoAdapterDependOnAnother() {
    slices()
        .matching(ROOT + ".(dynamo|ocm|bus|sqs|cloudwatch)..")
        .should()
        .notDependOnEachOther()
        .because("an adapter knows one technology")
        .check(CLASSES);
  }

  @Test
  void letsWiringDependOnNoHandler() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".wiring..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(both(both(VERBS, PROXY), packages("handler", "priming"))))
        .because("a function leads to a handler, the handler to the wiring, the wiring to adapters")
        .check(CLASSES);
  }

  @Test
  void letsTheWayInDependOnNoVerb() {
    noClasses()
        .that()
        .resideInAnyPackage(WAY_IN)
        .should()
        .dependOnClassesThat(resideInAnyPackage(both(VERBS, PROXY)))
        .because("a verb chooses its handler")
        .check(CLASSES);
  }

  @Test
  void letsNoVerbKnowAnother() {
    slices()
        .matching(
            ROOT
                + ".(create|edit|list|describe|delete|showhistory|showoperation|canceloperation|runoperation|clusterready|watchclusters|recover|apply|explain|announce|verifyhistory|restore)..")
        .should()
        .notDependOnEachOther()
        .because("a verb only turns a request into a write or an answer")
        .check(CLASSES);
  }

  /// The OCM-compatible API may use verbs, so the rule before leaves it out.
  @Test
  void letsNothingKnowTheOcmProxy() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".ocmproxy..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".ocmproxy..")
        .because("the needs of OCM's clients belong in one place")
        .check(CLASSES);
  }

  @Test
  void letsVerbsReachAdaptersOnlyThroughWiring() {
    noClasses()
        .that()
        .resideInAnyPackage(both(VERBS, PROXY))
        .should()
        .dependOnClassesThat(resideInAnyPackage(ADAPTERS))
        .because("a verb works with ports")
        .check(CLASSES);
  }

  @Test
  void keepsDynamoDbInOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".dynamo..", ROOT + ".wiring..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon.awssdk.services.dynamodb..")
        .because("only the adapter knows how data is stored")
        .check(CLASSES);
  }

  @Test
  void keepsHttpInOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".ocm..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.net.http..")
        .because("only the adapter knows how to call OCM")
        .check(CLASSES);
  }

  @Test
  void readsTheEnvironmentInOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".wiring..")
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .because("the settings of a function belong in one place")
        .check(CLASSES);
  }

  @Test
  void keepsThePureNounsPure() {
    classes()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(both(PURE, "java..", "com.fasterxml.jackson.core..", "org.jspecify.."))
        .because("an image mirror depends on no service")
        .check(CLASSES);
  }
}
