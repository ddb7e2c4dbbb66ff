package dev.certbridge.client.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.certbridge.reseller.ConnectOptions;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicHeader;

/** Checks the address of a server and decides whether a proxy is used for it. */
final class ServerAddress {

    private ServerAddress() {}

    /**
     * Returns the address without a slash at its end.
     *
     * @throws IllegalArgumentException the address cannot be used
     */
    static URI check(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "the address must be scheme, host, port and path only: " + scheme + "://" + host);
        }
        if (scheme.equals("http") && !isLoopback(host)) {
            throw new IllegalArgumentException("plain http is for this machine only; use https to reach " + host);
        }
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("the address must be https, not " + scheme);
        }
        String text = uri.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : uri;
    }

    /**
     * Returns the options without a proxy if the address is reached directly.
     *
     * @throws IllegalArgumentException plain http would go to a proxy on another machine, which could read the key
     */
    static ConnectOptions route(ConnectOptions options, URI address) {
        if (isDirect(options.directHosts(), address)) {
            return options.toBuilder().noProxy().build();
        }
        options.proxy().ifPresent(proxy -> {
            if (address.getScheme().equalsIgnoreCase("http") && !isLoopback(proxy.getHostString())) {
                throw new IllegalArgumentException("plain http is for this machine only, and the proxy "
                        + proxy.getHostString() + " is not on it");
            }
        });
        return options;
    }

    /** Compares the text only: a name that resolves to this machine now may resolve to another one later. */
    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
                || host.equals("[::1]");
    }

    /** Returns true if an entry in the notation of {@code NO_PROXY} names the host of this address or a domain above it. */
    static boolean isDirect(List<String> entries, URI address) {
        String host = address.getHost().toLowerCase(Locale.ROOT);
        int usual = "http".equalsIgnoreCase(address.getScheme()) ? 80 : 443;
        int port = address.getPort() < 0 ? usual : address.getPort();
        return entries.stream()
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> matches(entry, host, port));
    }

    private static boolean matches(String entry, String host, int port) {
        if (entry.equals("*")) {
            return true;
        }
        String suffix = ":" + port;
        String name = entry.endsWith(suffix) && !entry.equals(host)
                ? entry.substring(0, entry.length() - suffix.length())
                : entry;
        String domain = name.startsWith("*.") ? name.substring(2) : name.startsWith(".") ? name.substring(1) : name;
        // java.net.URI puts an IPv6 address in brackets; users may write it without.
        return host.equals(domain) || host.equals("[" + domain + "]") || host.endsWith("." + domain);
    }

    /**
     * Returns the login at a proxy as a header of the Basic scheme (RFC 7617). It is sent with the first request, because
     * no request is repeated.
     *
     * @throws IllegalArgumentException the user name or password cannot be sent; the message shows neither
     */
    static Header proxyLogin(PasswordAuthentication login) {
        String user = login.getUserName();
        String password = new String(login.getPassword());
        if (user.indexOf(':') >= 0 || (user + password).chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the proxy's user name or password cannot be sent: the user name must not"
                            + " contain a colon, and neither may contain a control character");
        }
        String encoded = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
        // Marked as sensitive for HttpClient's own use.
        return new BasicHeader(HttpHeaders.PROXY_AUTHORIZATION, "Basic " + encoded, true);
    }
}
