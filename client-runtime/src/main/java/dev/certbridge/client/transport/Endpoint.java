package dev.certbridge.client.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.certbridge.reseller.ConnectOptions;
import feign.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/**
 * Builds requests with the address and the API key of a reseller. Remembers the last {@code Date} in a response of
 * the reseller.
 */
final class Endpoint {

    /** The headers that HttpClient sets itself. */
    private static final Set<String> OWN = Set.of("content-length", "host", "content-type");

    private static final Header CLOSE = new BasicHeader(HttpHeaders.CONNECTION, "close");
    // The media type of JSON has no charset parameter; JSON is always UTF-8.
    private static final ContentType JSON = ContentType.create("application/json");
    // The path of each request replaces this address. HttpClient would parse a complete address each time.
    private static final URI ANY = URI.create("/");

    /**
     * The maximum age of a {@code Date} header from which the reseller's current time is computed. An older header
     * could give a wrong time, because this machine may have been suspended in the meantime.
     */
    private static final Duration MAX_TIME_AGE = Duration.ofMinutes(1);

    private final URI address;
    final HttpHost host;
    final Credential credential;
    private final Header key;
    private volatile @Nullable ServerTime lastTime;

    /** Creates an endpoint. Throws IllegalArgumentException if the address is not valid. */
    Endpoint(URI base, Credential credential) {
        this.address = check(base);
        this.host = HttpHost.create(address);
        this.credential = credential;
        this.key =
                new BasicHeader(credential.headerName(), singleLine(credential.headerName(), credential.headerValue()));
    }

    boolean isHttps() {
        return host.getSchemeName().equals("https");
    }

    /** Stores the {@code Date} header of a response, and the {@link System#nanoTime} of its arrival. */
    void keepTime(@Nullable Header date, long arrived) {
        if (date != null && date.getValue().endsWith(" GMT")) {
            lastTime = new ServerTime(date.getValue(), arrived);
        }
    }

    /** Returns the last {@code Date} that the reseller sent in a response, in whole seconds. */
    Optional<Instant> lastTime() {
        return Optional.ofNullable(lastTime).flatMap(ServerTime::sent);
    }

    /**
     * Returns the current time on the reseller's clock. The result is empty if the reseller sent no {@code Date} in the
     * last minute.
     */
    Optional<Instant> currentTime() {
        return Optional.ofNullable(lastTime).flatMap(ServerTime::now);
    }

    HttpUriRequestBase request(Request request, boolean keepAlive, byte @Nullable [] body) {
        HttpUriRequestBase wire = new HttpUriRequestBase(request.httpMethod().name(), ANY);
        wire.setPath(address.getRawPath().concat(request.url()));
        request.headers().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> wire.addHeader(name, singleLine(name, value)));
            }
        });
        wire.setHeader(key);
        if (!keepAlive) {
            wire.setHeader(CLOSE);
        }
        if (body != null) {
            wire.setEntity(new OnceEntity(new ByteArrayEntity(body, JSON)));
        }
        return wire;
    }

    // HttpClient would replace a line break by a space. The message does not contain the value.
    private static String singleLine(String name, String value) {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("the value of header " + name + " contains a line break");
        }
        return value;
    }

    /** Parses an HTTP date. The result is empty if the text is not a valid date. */
    static Optional<Instant> parseDate(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Returns the address without a slash at its end. Throws IllegalArgumentException if the address is not valid. */
    private static URI check(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "the address must consist of scheme, host, port and path only: " + scheme + "://" + host);
        }
        if (scheme.equals("http") && !isLoopback(host)) {
            throw new IllegalArgumentException("plain http is allowed only on this machine. Use https for " + host);
        }
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("the address must be https, not " + scheme);
        }
        String text = uri.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : uri;
    }

    /**
     * Returns the options for this address: without a proxy if {@code NO_PROXY} contains the host. Throws if the
     * address is plain http and the proxy is on another machine, because such a proxy could read the API key.
     */
    ConnectOptions route(ConnectOptions options) {
        if (isDirect(options.directHosts(), address)) {
            return options.toBuilder().noProxy().build();
        }
        options.proxy().ifPresent(proxy -> {
            if (!isHttps() && !isLoopback(proxy.getHostString())) {
                throw new IllegalArgumentException("plain http is allowed only on this machine, but the proxy "
                        + proxy.getHostString() + " is on another machine");
            }
        });
        return options;
    }

    // Compares only the text, because the address of a name may change.
    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
                || host.equals("[::1]");
    }

    /** Returns true if an entry of {@code NO_PROXY} matches the host of the address or a parent domain of the host. */
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
        // java.net.URI puts an IPv6 address in brackets. Users may write it without brackets.
        return host.equals(domain) || host.equals("[" + domain + "]") || host.endsWith("." + domain);
    }

    /**
     * Returns the Basic login (RFC 7617) for a proxy. The client sends the login without waiting for a challenge of the
     * proxy, because no request is sent twice. Throws if the login cannot be sent. The message of the exception does
     * not contain the user name or the password.
     */
    static Header proxyLogin(PasswordAuthentication login) {
        String user = login.getUserName();
        String password = new String(login.getPassword());
        if (user.indexOf(':') >= 0 || (user + password).chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the user name or password of the proxy cannot be sent. The user name must not"
                            + " contain a colon. Control characters are not allowed in either of them");
        }
        String encoded = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
        // The last argument marks the header as sensitive for HttpClient.
        return new BasicHeader(HttpHeaders.PROXY_AUTHORIZATION, "Basic " + encoded, true);
    }

    /**
     * The {@code Date} header of a response, and the {@link System#nanoTime} of its arrival. The header is parsed only
     * when the time is needed.
     */
    private record ServerTime(String date, long arrived) {

        private Optional<Instant> sent() {
            return parseDate(date);
        }

        private Optional<Instant> now() {
            Duration since = Duration.ofNanos(System.nanoTime() - arrived);
            return since.compareTo(MAX_TIME_AGE) > 0 ? Optional.empty() : sent().map(time -> time.plus(since));
        }
    }

    /** A request body that can be written only once. */
    private static final class OnceEntity extends HttpEntityWrapper {
        private boolean written;

        private OnceEntity(ByteArrayEntity body) {
            super(body);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            if (written) {
                throw new IOException("a second write of a request body was refused");
            }
            written = true;
            super.writeTo(out);
        }

        @Override
        public boolean isRepeatable() {
            return false;
        }
    }
}
