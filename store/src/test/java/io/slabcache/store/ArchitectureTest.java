package io.slabcache.store;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The directions of the packages: {@code store} → {@code store.engine} → {@code store.memory}, and none back. */
@AnalyzeClasses(packages = "io.slabcache.store", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String API = "io.slabcache.store";
    private static final String ENGINE = "io.slabcache.store.engine..";
    private static final String MEMORY = "io.slabcache.store.memory..";

    @ArchTest
    static final ArchRule rawMemory_isNamedInMemoryOnly = noClasses()
            .that()
            .resideOutsideOfPackage(MEMORY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("net.openhft..", "sun..", "jdk.internal..", "java.lang.foreign..")
            .because("a second seam to memory would have no checks");

    @ArchTest
    static final ArchRule memory_knowsNobody = classes()
            .that()
            .resideInAPackage(MEMORY)
            .should()
            .onlyDependOnClassesThat(resideInAPackage(MEMORY).or(not(resideInAPackage("io.slabcache.."))));

    @ArchTest
    static final ArchRule engine_knowsApiAndMemory = classes()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .onlyDependOnClassesThat(resideInAPackage(API)
                    .or(resideInAPackage(ENGINE))
                    .or(resideInAPackage(MEMORY))
                    .or(not(resideInAPackage("io.slabcache.."))));

    @ArchTest
    static final ArchRule api_reachesEngineThroughItsEntrances = noClasses()
            .that(resideInAPackage(API).and(not(belongToAnyOf(SlabStoreBuilder.class, Maintenance.class))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ENGINE, MEMORY);

    @ArchTest
    static final ArchRule libraries_areTheListedOnes = classes()
            .that()
            .resideInAPackage("io.slabcache.store..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.management..",
                    "com.sun.management..",
                    "io.slabcache.store..",
                    "net.openhft..",
                    "sun.misc..",
                    "org.slf4j..",
                    "org.jspecify.annotations..",
                    "com.google.errorprone.annotations..");

    @ArchTest
    static final ArchRule standardStreams_areTheApplications = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule logging_goesThroughSlf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
}
