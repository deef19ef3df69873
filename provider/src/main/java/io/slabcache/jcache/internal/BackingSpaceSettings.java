package io.slabcache.jcache.internal;

import io.slabcache.jcache.internal.config.RemoteSettings;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a manager asks of its {@link BackingSpace}.
 *
 * @param managerName names the manager in messages and thread names
 * @param uri the manager's URI
 * @param remote the servers and how to talk to them; null unless the manager is configured for servers
 */
public record BackingSpaceSettings(
        String managerName, URI uri, @Nullable RemoteSettings remote) {}
