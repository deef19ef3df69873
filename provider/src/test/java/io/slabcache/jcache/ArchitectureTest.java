package io.slabcache.jcache;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.NodeMetrics;
import io.slabcache.client.NodeState;
import io.slabcache.store.memory.MachineMemory;

/** What the provider's packages may know of one another, of the store and of libraries. */
@AnalyzeClasses(packages = "io.slabcache.jcache", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String PROVIDER = "io.slabcache.jcache..";
    private static final String API = "io.slabcache.jcache";
    private static final String CONFIG = "io.slabcache.jcache.internal.config..";
    private static final String REMOTE = "io.slabcache.jcache.internal.remote..";
    private static final String CODEC = "io.slabcache.jcache.internal.codec..";
    private static final String SEAM = "io\\.slabcache\\.jcache\\.internal\\."
            + "(Backing(Provider|Space|SpaceSettings|Settings|Statistics)?|Change|Lease|Outcome|PrefixLookup|RemovalSink"
            + "|ValueReader)(\\$.*)?";

    @ArchTest
    static final ArchRule store_isKnownByItsApiOnly = noClasses()
            .that()
            .resideInAPackage(PROVIDER)
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.slabcache.store.engine..", "io.slabcache.store.memory..")
                    .and(not(type(MachineMemory.class))))
            .because("what the provider needs of the engine, every backing must have");

    @ArchTest
    static final ArchRule seam_knowsNothingOfJcache = noClasses()
            .that()
            .haveNameMatching(SEAM)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.cache..", "io.slabcache.jcache", "io.slabcache.jcache.event..")
            .because("JSR-107 is written once, above the backings");

    @ArchTest
    static final ArchRule codecs_knowApiOnly = classes()
            .that()
            .resideInAPackage(CODEC)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(API, CODEC).or(not(resideInAPackage("io.slabcache.."))));

    @ArchTest
    static final ArchRule configuration_isReadInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage(CONFIG)
            .should()
            .dependOnClassesThat(resideInAPackage("com.typesafe.config.."));

    @ArchTest
    static final ArchRule configuration_knowsNothingOfCaches = noClasses()
            .that()
            .resideInAPackage(CONFIG)
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.slabcache.jcache.internal", "io.slabcache.jcache.event.."));

    @ArchTest
    static final ArchRule client_isKnownByTheRemoteBackingOnly = noClasses()
            .that()
            .resideOutsideOfPackages(CONFIG, REMOTE)
            .should()
            .dependOnClassesThat(resideInAPackage("io.slabcache.client..")
                    .and(not(belongToAnyOf(NodeMetrics.class, NodeAddress.class, NodeState.class))))
            .because("what is written once must not depend on where entries live");

    @ArchTest
    static final ArchRule libraries_areTheListedOnes = classes()
            .that()
            .resideInAPackage(PROVIDER)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.cache..",
                    "javax.management..",
                    "javax.net.ssl..",
                    "io.slabcache.jcache..",
                    "io.slabcache.store..",
                    "io.slabcache.client",
                    "io.slabcache.client.locator",
                    "com.typesafe.config..",
                    "org.slf4j..",
                    "org.jspecify.annotations..",
                    "com.google.errorprone.annotations..");

    @ArchTest
    static final ArchRule standardStreams_areTheApplications = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule logging_goesThroughSlf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
}
