package io.slabcache.examples.springboot;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application, started in this virtual machine on a free port. */
final class RunningCatalogue implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final Visitor visitor;

    private RunningCatalogue(ConfigurableApplicationContext context) {
        this.context = context;
        this.visitor = new Visitor(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    /**
     * Starts it.
     *
     * @param arguments as on its command line
     */
    static RunningCatalogue start(String... arguments) {
        return start(CatalogueApplication.class, arguments);
    }

    /**
     * Starts it by a class that a loader of its own may have loaded, and with that loader as the context's, as tools do
     * that restart applications.
     */
    static RunningCatalogue start(Class<?> application, String... arguments) {
        return startIn(application.getClassLoader(), application, arguments);
    }

    /** Starts it with a context class loader that sees more than the application's. */
    static RunningCatalogue startIn(ClassLoader contextLoader, Class<?> application, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("--server.port=0", "--spring.main.banner-mode=off", "--logging.level.root=warn"));
        all.addAll(List.of(arguments));
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(contextLoader);
        try {
            return new RunningCatalogue(SpringApplication.run(application, all.toArray(String[]::new)));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    Visitor visitor() {
        return visitor;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
