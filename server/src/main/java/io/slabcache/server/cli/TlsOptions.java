package io.slabcache.server.cli;

import io.slabcache.server.TlsSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of TLS, under names of our own and under memcached's. */
final class TlsOptions {
    private static final String CHAIN = "ssl_chain_cert";
    private static final String KEY = "ssl_key";
    private static final String AUTHORITIES = "ssl_ca_cert";
    private static final String VERIFY = "ssl_verify_mode";
    private static final Set<String> EXTENDED = Set.of(CHAIN, KEY, AUTHORITIES, VERIFY);

    /** OpenSSL's numbers: a certificate is required; the second form asks for it once, as TLS does anyway. */
    private static final Set<String> REQUIRED = Set.of("2", "3");

    @Option(
            names = {"-Z", "--enable-ssl"},
            description = "speak TLS; needs --tls-cert and --tls-key, which imply it")
    private boolean enabled;

    @Option(
            names = "--tls-cert",
            paramLabel = "<file>",
            description =
                    "the server's certificate and those between it and a root, in PEM; read again when it changes")
    private @Nullable Path certificateChain;

    @Option(
            names = "--tls-key",
            paramLabel = "<file>",
            description = "the certificate's private key, in PEM (PKCS#8); read again when it changes")
    private @Nullable Path privateKey;

    @Option(
            names = "--tls-key-password-file",
            paramLabel = "<file>",
            description = "the password of an encrypted private key, in the file's first line")
    private @Nullable Path privateKeyPassword;

    @Option(
            names = "--tls-ca",
            paramLabel = "<file>",
            description = "clients must have a certificate signed by one of these, in PEM")
    private @Nullable Path clientAuthorities;

    @Option(
            names = {"-o", "--extended"},
            paramLabel = "<name>=<value>",
            split = ",",
            description = "memcached's form of the same: ssl_chain_cert=<file>, ssl_key=<file>, ssl_ca_cert=<file>,"
                    + " ssl_verify_mode=0|2|3")
    private @Nullable Map<String, String> extended;

    /**
     * Puts the options together.
     *
     * @return the settings, null not to speak TLS
     * @throws IllegalArgumentException if an option is missing or unknown
     */
    @Nullable
    TlsSettings settings() {
        Map<String, String> more = extended == null ? Map.of() : extended;
        for (String name : more.keySet()) {
            if (!EXTENDED.contains(name)) {
                throw new IllegalArgumentException("-o must name an option that is known: name=" + name + ", known="
                        + EXTENDED.stream().sorted().toList());
            }
        }
        Path chain = either(certificateChain, more.get(CHAIN));
        Path key = either(privateKey, more.get(KEY));
        Path authorities = authorities(more);
        if (chain != null && key != null) {
            return new TlsSettings(chain, key, privateKeyPassword, authorities);
        }
        if (enabled || chain != null || key != null || privateKeyPassword != null || authorities != null) {
            throw new IllegalArgumentException("TLS needs a certificate (--tls-cert) and its key (--tls-key):"
                    + " certificate=" + chain + ", key=" + key);
        }
        return null;
    }

    private @Nullable Path authorities(Map<String, String> more) {
        Path authorities = either(clientAuthorities, more.get(AUTHORITIES));
        String verify = more.get(VERIFY);
        boolean required = verify != null && REQUIRED.contains(verify);
        boolean consistent =
                verify == null || (required ? authorities != null : verify.equals("0") && authorities == null);
        if (!consistent) {
            throw new IllegalArgumentException("ssl_verify_mode must be 2 or 3 with the authorities of clients'"
                    + " certificates, 0 without: ssl_verify_mode=" + verify + ", authorities=" + authorities);
        }
        return authorities;
    }

    private static @Nullable Path either(@Nullable Path own, @Nullable String memcacheds) {
        return own != null || memcacheds == null ? own : Path.of(memcacheds);
    }
}
