package dev.imagemirrors.local;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Rules for the threads of the functions and of the local stack.
class ArchitectureTest {
  private static final Set<String> WAITS = Set.of("wait", "notify", "notifyAll");
  private static final Set<String> VIRTUAL_THREADS =
      Set.of("ofVirtual", "startVirtualThread", "newVirtualThreadPerTaskExecutor");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          // The tests of the functions, which this module shares.
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.imagemirrors");

  @Test
  void waitsOnConditionsInsteadOfMonitors() {
    noClasses()
        .should()
        .accessTargetWhere(target(describe("waits on a monitor", ArchitectureTest::isWait)))
        .because("a virtual thread that waits on a monitor can pin its carrier")
        .check(CLASSES);
  }

  @Test
  void startsPlatformThreadsOnly() {
    noClasses()
        .should()
        .accessTargetWhere(
            target(
                describe(
                    "starts virtual threads",
                    target -> VIRTUAL_THREADS.contains(target.getName()))))
        .because(
            "functions and DynamoDB Local wait on monitors, which can pin every carrier: see"
                + " dev.imagemirrors.local.thread.Threads")
        .check(CLASSES);
  }

  private static boolean isWait(AccessTarget target) {
    return target.getOwner().isEquivalentTo(Object.class) && WAITS.contains(target.getName());
  }
}
