package io.slabcache.examples.springboot;

import io.slabcache.client.NodeAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The arguments that start the application on servers which a test has started. */
final class RemoteConfiguration {
    private RemoteConfiguration() {}

    /** Takes the profile's own file, with another server: the environment, which it asks, is the same for all tests. */
    static String[] arguments(Path directory, NodeAddress server) throws IOException {
        Path file = Files.writeString(directory.resolve("servers.conf"), """
                include classpath("slabcache-remote.conf")
                slabcache {
                  servers = ["%s"]
                  # The machine may have other things to do, and what is late is a miss.
                  operation-timeout = 5 s
                  stall-timeout = 5 s
                }
                """.formatted(server));
        return new String[] {"--spring.profiles.active=remote", "--spring.cache.jcache.config=" + file.toUri()};
    }
}
