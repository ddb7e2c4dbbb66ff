package dev.certbridge.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionErrorTextTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        new UnknownHostException("api.example.net: Name or service not known"),
                        "the host api.example.net cannot be resolved; check its name and the DNS of this machine, or set a"
                                + " proxy"),
                Arguments.of(
                        tls(
                                "PKIX path validation failed",
                                new CertPathValidatorException(
                                        "validity check failed", new CertificateExpiredException("NotAfter: then"))),
                        "no TLS connection: the server's certificate has expired; check the clock of this machine, or contact"
                                + " the reseller"),
                Arguments.of(
                        tls(
                                "PKIX path validation failed",
                                new CertPathValidatorException(
                                        "validity check failed",
                                        new CertificateNotYetValidException("NotBefore: then"))),
                        "no TLS connection: the server's certificate is not valid yet; check the clock of this machine"),
                Arguments.of(
                        new SSLPeerUnverifiedException("Certificate for <a> doesn't match"),
                        "no TLS connection: the server's certificate is for another host (Certificate for <a> doesn't"
                                + " match); check the address"),
                Arguments.of(
                        new SSLException("Unsupported or unrecognized SSL message"),
                        "no TLS connection: the server does not speak TLS on this port; check the address and the proxy"),
                Arguments.of(
                        new SSLHandshakeException("(handshake_failure) Received fatal alert: handshake_failure"),
                        "no TLS connection: Received fatal alert: handshake_failure"),
                Arguments.of(
                        new SSLException(
                                "java.security.InvalidAlgorithmParameterException: the trustAnchors are empty"),
                        "no TLS connection: the trustAnchors are empty"),
                Arguments.of(new SocketException("Connection reset"), "Connection reset"),
                Arguments.of(new EOFException(), "the connection was lost"),
                Arguments.of(new IOException("java.io.EOFException"), "the connection was lost"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void a_failed_connection_is_described_with_the_remedy(Exception failure, String words) {
        assertThat(ConnectionErrorText.of(failure)).isEqualTo(words);
    }

    private static SSLException tls(String message, Exception cause) {
        SSLException failure = new SSLHandshakeException(message);
        failure.initCause(cause);
        return failure;
    }
}
