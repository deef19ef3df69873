package io.slabcache.protocol;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Pure codecs: bytes in, bytes out. */
@AnalyzeClasses(packages = "io.slabcache.protocol", importOptions = ImportOption.DoNotIncludeTests.class)
class ProtocolArchitectureTest {
    @ArchTest
    static final ArchRule NO_DEPENDENCY = noClasses()
            .should()
            .dependOnClassesThat(not(resideInAnyPackage(
                    "io.slabcache.protocol",
                    "java.lang..",
                    "java.nio",
                    "java.nio.charset",
                    "java.util",
                    "java.util.function",
                    "org.jspecify.annotations")));

    @ArchTest
    static final ArchRule NO_IO = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("java.io..", "java.net..", "java.nio.channels..", "java.nio.file.."));

    @ArchTest
    static final ArchRule NO_THREADS = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("java.util.concurrent.."))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class);
}
