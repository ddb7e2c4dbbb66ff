package dev.certbridge.client.transport;

import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Describes why a connection failed. The text contains the cause and, if it is known, the remedy. The text contains no
 * names of Java classes.
 */
final class ConnectionErrorText {

    private static final Pattern CLASS_NAME = Pattern.compile("\\b(?:[a-z_][\\w$]*\\.)+[A-Z][\\w$]*(?::\\s*)?");
    private static final Pattern ALERT = Pattern.compile("^\\([a-z_]+\\)\\s*");

    private ConnectionErrorText() {}

    /**
     * Returns the reason for the failure in one line. The line may quote a message of HttpClient, which contains
     * addresses but no headers and no body.
     */
    static String of(Exception failure) {
        Optional<UnknownHostException> unknown = in(failure, UnknownHostException.class);
        if (unknown.isPresent()) {
            String host = Objects.toString(unknown.get().getMessage(), "").replaceFirst(":.*", "");
            return "the host " + host
                    + " cannot be resolved; check its name and the DNS of this machine, or set a proxy";
        }
        return in(failure, SSLException.class)
                .map(tls -> "no TLS connection: " + tls(tls))
                .orElseGet(() -> words(failure));
    }

    private static String tls(SSLException failure) {
        if (in(failure, CertificateExpiredException.class).isPresent()) {
            return "the server's certificate has expired; check the clock of this machine, or contact the reseller";
        }
        if (in(failure, CertificateNotYetValidException.class).isPresent()) {
            return "the server's certificate is not valid yet; check the clock of this machine";
        }
        if (in(failure, CertPathBuilderException.class).isPresent()
                || in(failure, CertPathValidatorException.class).isPresent()) {
            return "this Java runtime does not trust the authority of the server's certificate; if a proxy decrypts"
                    + " TLS, trust the proxy's authority with ConnectOptions.tls or javax.net.ssl.trustStore";
        }
        String words = words(failure);
        if (failure instanceof SSLPeerUnverifiedException || words.startsWith("No subject alternative")) {
            return "the server's certificate is for another host (" + words + "); check the address";
        }
        return words.startsWith("Unsupported or unrecognized SSL message")
                ? "the server does not speak TLS on this port; check the address and the proxy"
                : words;
    }

    private static String words(Throwable failure) {
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        String words = ALERT.matcher(CLASS_NAME.matcher(message).replaceAll("")).replaceFirst("");
        return words.isBlank() ? "the connection was lost" : words.strip();
    }

    private static <T extends Throwable> Optional<T> in(Throwable failure, Class<T> type) {
        // The causes of an exception from another library may form a cycle.
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
