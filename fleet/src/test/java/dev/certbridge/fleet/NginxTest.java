package dev.certbridge.fleet;

import static dev.certbridge.fleet.TestCertificates.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.csr.KeyType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real nginx serves each delivered certificate while clients connect. Skipped where nginx is not installed. */
class NginxTest {

    private static final Path NGINX = Path.of("/usr/sbin/nginx");
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int RENEWALS = 5;

    @TempDir
    Path folder;

    private final TestCertificates certificates = new TestCertificates(Instant.now());
    private FolderDeployment deployment;
    private List<CertificateSpec> pair;
    private int port;
    private SSLContext trusting;
    private Process nginx;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isExecutable(NGINX), "nginx is not installed");
        deployment = FolderDeployment.in(folder.resolve("certificates")).build();
        Path configuration = folder.resolve("nginx.conf");
        List<String> reload =
                List.of(NGINX.toString(), "-c", configuration.toString(), "-e", log().toString(), "-s", "reload");
        pair = List.of(
                TestCertificates.spec("rsa")
                        .keyType(KeyType.RSA_2048)
                        .group("www")
                        .deploy(reload)
                        .build(),
                TestCertificates.spec("ecdsa").group("www").deploy(reload).build());
        trusting = trusting(certificates.authority.root());
        deliver();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.writeString(configuration, configuration());
        nginx = new ProcessBuilder(NGINX.toString(), "-c", configuration.toString(), "-e", log().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        Instant end = Instant.now().plus(LIMIT);
        while (!accepts()) {
            assertThat(Instant.now()).as(output()).isBefore(end);
            assertThat(nginx.isAlive()).as(output()).isTrue();
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (nginx != null) {
            nginx.destroy();
            nginx.waitFor();
        }
    }

    @Test
    void no_handshake_fails_while_certificates_are_renewed() throws Exception {
        // The reload of the first delivery, for which nginx did not run yet.
        assertThat(deployment.activate(pair)).isEmpty();
        Clients clients = new Clients();
        try {
            for (int i = 0; i < RENEWALS; i++) {
                List<String> serials = deliver();
                assertThat(deployment.activate(pair)).isEmpty();
                clients.awaitServed(serials);
            }
        } finally {
            clients.stop();
        }
        assertThat(clients.failures).isEmpty();
        assertThat(clients.handshakes).hasValueGreaterThan(RENEWALS * 2);
        System.out.println("nginx: " + clients.handshakes + " handshakes during " + RENEWALS
                + " renewals of an RSA and an ECDSA certificate, " + clients.failures.size() + " failed");
    }

    /** Delivers new certificates to the pair, and returns their serials. */
    private List<String> deliver() throws Exception {
        List<String> serials = new ArrayList<>();
        for (CertificateSpec spec : pair) {
            KeyAndCsr key = spec.keyType().generate(spec.names());
            IssuedCertificate certificate = certificates.issue(key);
            deployment.install(spec, certificate, key);
            serials.add(certificate.serial());
        }
        return serials;
    }

    private String configuration() {
        Path live = folder.resolve("certificates/live");
        StringBuilder server = new StringBuilder();
        for (CertificateSpec spec : pair) {
            server.append("ssl_certificate %1$s/fullchain.pem; ssl_certificate_key %1$s/privkey.pem;%n"
                    .formatted(live.resolve(spec.id())));
        }
        StringBuilder temporary = new StringBuilder();
        for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            temporary.append("%s_temp_path %s;%n".formatted(kind, folder.resolve(kind)));
        }
        return """
                daemon off;
                pid %1$s/nginx.pid;
                events {}
                http {
                  access_log off;
                  ssl_session_tickets off;
                  %2$s
                  server {
                    listen 127.0.0.1:%3$d ssl;
                    %4$s
                    location / { return 200 ok; }
                  }
                }
                """.formatted(folder, temporary, port, server);
    }

    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private Path log() {
        return folder.resolve("error.log");
    }

    private String output() throws IOException {
        return (Files.exists(log()) ? Files.readString(log()) : "") + Files.readString(folder.resolve("output"));
    }

    private static SSLContext trusting(X509Certificate root) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("root", root);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** Two threads, one for each type of key, that connect again and again. */
    private final class Clients {

        private final AtomicInteger handshakes = new AtomicInteger();
        private final BlockingQueue<String> served = new LinkedBlockingQueue<>();
        private final ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
        private final List<Thread> threads = new ArrayList<>();
        private volatile boolean stopped;

        private Clients() {
            for (String type : List.of("RSA", "ECDSA")) {
                Thread thread =
                        new Thread(() -> connectAgainAndAgain("TLS_ECDHE_" + type + "_WITH_AES_128_GCM_SHA256"));
                thread.start();
                threads.add(thread);
            }
        }

        private void connectAgainAndAgain(String cipher) {
            while (!stopped) {
                try {
                    served.add(connect(cipher));
                    handshakes.incrementAndGet();
                } catch (Exception e) {
                    failures.add(e);
                }
            }
        }

        private String connect(String cipher) throws Exception {
            try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                socket.setSoTimeout((int) LIMIT.toMillis());
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                socket.setEnabledCipherSuites(new String[] {cipher});
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(NAME)));
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                X509Certificate leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
                socket.getSession().invalidate();
                return leaf.getSerialNumber().toString(16);
            }
        }

        private void awaitServed(List<String> serials) throws Exception {
            Instant end = Instant.now().plus(LIMIT);
            Set<String> missing = new HashSet<>(serials);
            while (!missing.isEmpty()) {
                assertThat(Instant.now()).as(output()).isBefore(end);
                String serial = served.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
                assertThat(serial).as(output()).isNotNull();
                missing.remove(serial);
            }
        }

        private void stop() throws InterruptedException {
            stopped = true;
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }
}
