package io.slabcache.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The directions of the packages: {@code cli} → {@code server} → {@code net} → {@code command} → {@code stats} and {@code auth}. */
@AnalyzeClasses(packages = "io.slabcache.server", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String API = "io.slabcache.server";
    private static final String CLI = "io.slabcache.server.cli..";
    private static final String NET = "io.slabcache.server.net..";
    private static final String COMMAND = "io.slabcache.server.command..";
    private static final String STATS = "io.slabcache.server.stats..";
    private static final String HTTP = "io.slabcache.server.http..";
    private static final String AUTH = "io.slabcache.server.auth..";

    @ArchTest
    static final ArchRule commandsAndStatistics_knowNoSockets = noClasses()
            .that()
            .resideInAnyPackage(COMMAND, STATS, AUTH)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", NET, CLI);

    @ArchTest
    static final ArchRule authentication_knowsNoCommandsAndNoItems = noClasses()
            .that()
            .resideInAPackage(AUTH)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(COMMAND, STATS, "io.slabcache.store..", "io.slabcache.protocol..");

    @ArchTest
    static final ArchRule statistics_knowNoCommands = noClasses()
            .that()
            .resideInAPackage(STATS)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(COMMAND);

    @ArchTest
    static final ArchRule network_knowsNoStoreAndNoProtocol = noClasses()
            .that()
            .resideInAPackage(NET)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.slabcache.store..", "io.slabcache.protocol..");

    @ArchTest
    static final ArchRule commandLine_usesTheServerAsAnybodyDoes = noClasses()
            .that()
            .resideInAPackage(CLI)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(NET, COMMAND, STATS, HTTP);

    @ArchTest
    static final ArchRule http_tellsFiguresOnly = noClasses()
            .that()
            .resideInAPackage(HTTP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", NET, COMMAND, AUTH, CLI);

    @ArchTest
    static final ArchRule server_isReachedFromInsideAsItsSettingsOnly = noClasses()
            .that()
            .resideInAnyPackage(NET, COMMAND, STATS, AUTH, HTTP)
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.slabcache.server.MemcachedServer");

    @ArchTest
    static final ArchRule libraries_areTheListedOnes = classes()
            .that()
            .resideInAPackage(API + "..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "com.sun.net.httpserver..",
                    "javax.crypto..",
                    "javax.naming..",
                    "javax.net.ssl..",
                    "javax.security.auth.x500..",
                    "io.slabcache.server..",
                    "io.slabcache.store",
                    "io.slabcache.protocol",
                    "io.netty..",
                    "picocli..",
                    "org.slf4j..",
                    "org.jspecify.annotations..",
                    "com.google.errorprone.annotations..");

    @ArchTest
    static final ArchRule standardStreams_areTheApplications = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule logging_goesThroughSlf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
}
