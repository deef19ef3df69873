package io.slabcache.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javax.cache.CacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/** The file's location as a property of the manager, which a bean of Spring Boot's {@code JCachePropertiesCustomizer} sets. */
class PropertiesCustomizerTest {
    private static final String LOCATION = "test.location";

    @TempDir
    Path directory;

    @Test
    void file_namedByACustomizer_isTheManagersConfiguration() throws IOException {
        Path file = Files.writeString(directory.resolve("by-property.conf"), "slabcache.caches.by-property {}");
        // Without the profile that names a file itself.
        try (RunningCatalogue application = RunningCatalogue.start(
                Customized.class, "--spring.profiles.active=customized", "--" + LOCATION + "=" + file)) {
            assertThat(application.bean(CacheManager.class).getCacheNames()).containsExactly("by-property");
        }
    }

    @EnableAutoConfiguration
    @EnableCaching
    @Import(Customizer.class)
    static class Customized {}

    /** Makes the bean by name: these sources are compiled with two versions of Boot, which have it in different packages. */
    static final class Customizer implements ImportBeanDefinitionRegistrar, EnvironmentAware {
        private String location = "";

        @Override
        public void setEnvironment(Environment environment) {
            location = environment.getRequiredProperty(LOCATION);
        }

        @Override
        public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
            ClassLoader loader = getClass().getClassLoader();
            String boot4 = "org.springframework.boot.cache.autoconfigure.JCachePropertiesCustomizer";
            String boot3 = "org.springframework.boot.autoconfigure.cache.JCachePropertiesCustomizer";
            Class<?> type = ClassUtils.resolveClassName(ClassUtils.isPresent(boot4, loader) ? boot4 : boot3, loader);
            registry.registerBeanDefinition("customizer", definition(type, loader));
        }

        private <T> RootBeanDefinition definition(Class<T> type, ClassLoader loader) {
            return new RootBeanDefinition(
                    type,
                    () -> type.cast(Proxy.newProxyInstance(
                            loader, new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                                case "customize" ->
                                    ((Properties) arguments[0]).setProperty("slabcache.config", location);
                                case "equals" -> proxy == arguments[0];
                                case "hashCode" -> System.identityHashCode(proxy);
                                default -> type.getName();
                            })));
        }
    }
}
