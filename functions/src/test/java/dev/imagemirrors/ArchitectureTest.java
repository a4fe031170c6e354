package dev.imagemirrors;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String ROOT = "dev.imagemirrors";
  private static final String[] PURE = {ROOT + ".text..", ROOT + ".json..", ROOT + ".mirror.."};
  private static final String[] NOUNS = {
    ROOT + ".text..",
    ROOT + ".json..",
    ROOT + ".mirror..",
    ROOT + ".cluster..",
    ROOT + ".operation..",
    ROOT + ".history..",
    ROOT + ".document..",
    ROOT + ".event.."
  };
  private static final String[] ADAPTERS = {
    ROOT + ".dynamo..", ROOT + ".ocm..", ROOT + ".bus..", ROOT + ".sqs..", ROOT + ".cloudwatch.."
  };
  private static final String[] VERBS = {
    ROOT + ".create..",
    ROOT + ".edit..",
    ROOT + ".list..",
    ROOT + ".describe..",
    ROOT + ".delete..",
    ROOT + ".showhistory..",
    ROOT + ".showoperation..",
    ROOT + ".canceloperation..",
    ROOT + ".runoperation..",
    ROOT + ".clusterready..",
    ROOT + ".watchclusters..",
    ROOT + ".recover..",
    ROOT + ".apply..",
    ROOT + ".explain..",
    ROOT + ".announce..",
    ROOT + ".ocmproxy..",
    ROOT + ".verifyhistory..",
    ROOT + ".restore.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void hasNoCyclesBetweenPackages() {
    slices()
        .matching(ROOT + ".(*)..")
        .should()
        .beFreeOfCycles()
        .because("whoever reads one package must not have to read the rest first")
        .check(CLASSES);
  }

  @Test
  void keepsNounsFreeOfVerbsAndAdapters() {
    noClasses()
        .that()
        .resideInAnyPackage(NOUNS)
        .should()
        .dependOnClassesThat(resideInAnyPackage(VERBS).or(resideInAnyPackage(ADAPTERS)))
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".wiring..")
        .because("the nouns are what everything else is about")
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
        .because("a verb turns a request into a write or an answer, and that is all it does")
        .check(CLASSES);
  }

  /// The OCM-compatible API, which the rule above leaves out, calls the work of three verbs.
  @Test
  void letsNoVerbKnowTheOcmProxy() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".ocmproxy..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".ocmproxy..")
        .because("what OCM's clients need must be in one place")
        .check(CLASSES);
  }

  @Test
  void letsVerbsReachAdaptersOnlyThroughWiring() {
    noClasses()
        .that()
        .resideInAnyPackage(VERBS)
        .should()
        .dependOnClassesThat(resideInAnyPackage(ADAPTERS))
        .because("a verb works with ports, whatever is behind them")
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
        .because("only the adapter knows how the stores are kept")
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
        .because("only the adapter knows how OCM is called")
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
        .because("what a function depends on must be found in one place")
        .check(CLASSES);
  }

  @Test
  void keepsThePureNounsPure() {
    classes()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".text..",
            ROOT + ".json..",
            ROOT + ".mirror..",
            "java..",
            "com.fasterxml.jackson.core..",
            "org.jspecify..")
        .because("what an image mirror is depends on no service")
        .check(CLASSES);
  }
}
