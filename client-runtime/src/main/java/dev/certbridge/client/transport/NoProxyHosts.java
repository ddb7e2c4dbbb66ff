package dev.certbridge.client.transport;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/** Hosts that are reached without the proxy, in the notation of {@code NO_PROXY}. */
final class NoProxyHosts {

    private NoProxyHosts() {}

    /** True when one of the entries stands for the host of this address, or for a domain above it. */
    static boolean contain(List<String> entries, URI address) {
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
        String named = entry.endsWith(suffix) && !entry.equals(host)
                ? entry.substring(0, entry.length() - suffix.length())
                : entry;
        String domain =
                named.startsWith("*.") ? named.substring(2) : named.startsWith(".") ? named.substring(1) : named;
        // Java writes the address of the sixth version in brackets, people do not.
        return host.equals(domain) || host.equals("[" + domain + "]") || host.endsWith("." + domain);
    }
}
