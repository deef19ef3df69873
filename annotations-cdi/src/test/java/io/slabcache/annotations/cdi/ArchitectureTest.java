package io.slabcache.annotations.cdi;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the module may know: no container, no provider. */
@AnalyzeClasses(packages = "io.slabcache.annotations.cdi", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule libraries_areTheApis = classes()
            .that()
            .resideInAPackage("io.slabcache.annotations..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.cache..",
                    "jakarta.annotation..",
                    "jakarta.decorator..",
                    "jakarta.enterprise..",
                    "jakarta.inject..",
                    "jakarta.interceptor..",
                    "io.slabcache.annotations..",
                    "org.jspecify.annotations..")
            .because("it works in any container with any provider");

    @ArchTest
    static final ArchRule standardStreams_areTheApplications = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule logging_goesThroughSystemLogger = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
}
