package dev.certbridge.cli;

import dev.certbridge.reseller.ConnectOptions;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the HTTP proxy from the environment variables that many command-line programs use. */
final class WebProxy {

    private WebProxy() {}

    /**
     * Returns connection options with the proxy in {@code HTTPS_PROXY} and the excluded hosts in {@code NO_PROXY}. The
     * environment variables {@code HTTPS_PROXY} and {@code NO_PROXY} may also have lower-case names. The proxy is used
     * only for real services, because stubs run on this machine.
     */
    static ConnectOptions in(CliContext context, ConnectOptions options) {
        List<String> direct = variable(context, "NO_PROXY").stream()
                .flatMap(hosts -> List.of(hosts.split("[,\\s]+")).stream())
                .toList();
        return variable(context, "HTTPS_PROXY")
                .map(text ->
                        through(text, options).toBuilder().directHosts(direct).build())
                .orElse(options);
    }

    private static Optional<String> variable(CliContext context, String name) {
        return context.variable(name).or(() -> context.variable(name.toLowerCase(Locale.ROOT)));
    }

    private static ConnectOptions through(String text, ConnectOptions options) {
        try {
            URI uri = URI.create(text.contains("://") ? text : "http://" + text);
            if ("http".equals(uri.getScheme()) && uri.getHost() != null && uri.getPort() > 0 && uri.getPort() < 65536) {
                InetSocketAddress address = InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort());
                String login = uri.getRawUserInfo();
                return login == null
                        ? options.toBuilder().proxy(address).build()
                        : options.toBuilder().proxy(address, login(login)).build();
            }
        } catch (IllegalArgumentException e) {
            // The exception below reports this. It does not contain the text, which may include a password.
        }
        throw new IllegalArgumentException("nothing was sent: HTTPS_PROXY is not an address such as"
                + " http://proxy.example.net:3128 or http://user:password@proxy.example.net:3128. In the password,"
                + " write all characters except letters and digits as %XX");
    }

    private static PasswordAuthentication login(String userInfo) {
        String[] parts = userInfo.split(":", 2);
        return new PasswordAuthentication(
                decoded(parts[0]), decoded(parts.length > 1 ? parts[1] : "").toCharArray());
    }

    /** Decodes percent escapes. A plus sign stays a plus sign, unlike in HTML forms. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
