package dev.certbridge.cli;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;

/** The HTTP proxy of the environment, as other command lines take it. */
final class WebProxy {

    private WebProxy() {}

    /** {@code HTTPS_PROXY}, or in lower case. Stubs are on this machine and never behind it. */
    static Optional<InetSocketAddress> in(Surroundings surroundings) {
        return surroundings
                .variable("HTTPS_PROXY")
                .or(() -> surroundings.variable("https_proxy"))
                .map(WebProxy::address);
    }

    private static InetSocketAddress address(String text) {
        try {
            URI uri = URI.create(text.contains("://") ? text : "http://" + text);
            if ("http".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getPort() > 0
                    && uri.getPort() < 65536
                    && uri.getRawUserInfo() == null) {
                return InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort());
            }
        } catch (IllegalArgumentException e) {
            // Told below, without the text: it may hold a password.
        }
        throw new IllegalArgumentException(
                "nothing was sent: HTTPS_PROXY is not an address such as http://proxy.example.net:3128");
    }
}
