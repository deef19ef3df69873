package io.slabcache.annotations.cdi.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.annotations.cdi.tck.AnnotationsTck.Outcome;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import javax.cache.annotation.BeanProvider;
import javax.cache.spi.CachingProvider;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.Test;

class AnnotationsTckTest {

    @Test
    void tck_ofTheAnnotations_passesWithNothingExcluded() throws ClassNotFoundException {
        Outcome outcome = AnnotationsTck.run(getClass().getClassLoader());

        System.out.printf(
                "JSR-107 TCK 1.1.1, annotations, on Weld %s with %s: %s%n",
                WeldContainer.class.getPackage().getImplementationVersion(),
                ServiceLoader.load(CachingProvider.class)
                        .iterator()
                        .next()
                        .getClass()
                        .getSimpleName(),
                outcome);
        assertThat(AnnotationsTck.tests()).hasSize(12);
        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.excluded()).isEmpty();
        assertThat(outcome.ran()).isEqualTo(AnnotationsTck.tests());
    }

    @Test
    void tck_withoutBeans_looksGreen_andIsSeenThrough() throws Exception {
        try (URLClassLoader loader = new WithoutBeans(getClass().getClassLoader())) {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                Outcome outcome = AnnotationsTck.run(loader);

                assertThat(outcome.failures()).isEmpty();
                assertThat(outcome.ran()).isEqualTo(AnnotationsTck.tests());
                assertThat(outcome.excluded()).hasSize(12);
            } finally {
                thread.setContextClassLoader(before);
            }
        }
    }

    /** Has the TCK once more, but hides who would give it beans. */
    private static final class WithoutBeans extends URLClassLoader {

        WithoutBeans(ClassLoader parent) {
            super(
                    Stream.of(BeanProvider.class, tckClass())
                            .map(type ->
                                    type.getProtectionDomain().getCodeSource().getLocation())
                            .toArray(URL[]::new),
                    parent);
        }

        private static Class<?> tckClass() {
            try {
                return Class.forName(
                        "org.jsr107.tck.annotation.AbstractInterceptionTest",
                        false,
                        WithoutBeans.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.jsr107.tck.") || name.equals(BeanProvider.class.getName())) {
                synchronized (getClassLoadingLock(name)) {
                    Class<?> loaded = findLoadedClass(name);
                    return loaded == null ? findClass(name) : loaded;
                }
            }
            return super.loadClass(name, resolve);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return name.equals("META-INF/services/" + BeanProvider.class.getName())
                    ? Collections.emptyEnumeration()
                    : super.getResources(name);
        }
    }
}
