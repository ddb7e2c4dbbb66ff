package dev.certbridge.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * A Knot or BIND from the packages of the system, on a free port of the loopback interface. The key of the tests may
 * update the zone {@code example.com}, and nobody may update {@code example.org}.
 */
final class RealDnsServer {

    static final String KEY = "certbridge-test";
    static final String SECRET = Base64.getEncoder()
            .encodeToString("not a secret, only for tests of certbridge".getBytes(StandardCharsets.US_ASCII));
    private static final int SECONDS = 30;
    private static final String ZONE = """
            $TTL 60
            @ IN SOA ns.example.com. admin.example.com. 1 3600 600 86400 60
            @ IN NS ns.example.com.
            ns.example.com. IN A 127.0.0.1
            """;
    private static final String RECORDS = """
            www IN CNAME hosting.example.net.
            busy IN A 127.0.0.1
            taken IN CNAME other.example.net.
            shared IN TXT of-somebody-else
            """;

    private final int port;
    private final Process process;
    private final Path output;

    private RealDnsServer(int port, Process process, Path output) {
        this.port = port;
        this.process = process;
        this.output = output;
    }

    /** Starts Knot, or skips the test if it is not installed. */
    static RealDnsServer knot(Path folder) throws Exception {
        return start(folder, Path.of("/usr/sbin/knotd"), "-c", """
                server:
                  rundir: "%1$s"
                  listen: 127.0.0.1@%2$d
                  udp-workers: 1
                  tcp-workers: 1
                  background-workers: 1
                control:
                  listen: "%1$s/control"
                log:
                  - target: stderr
                    any: info
                database:
                  storage: "%1$s"
                key:
                  - id: %3$s
                    algorithm: hmac-sha256
                    secret: %4$s
                acl:
                  - id: update
                    key: %3$s
                    action: update
                zone:
                  - domain: example.com
                    storage: "%1$s"
                    acl: update
                  - domain: example.org
                    storage: "%1$s"
                """);
    }

    /** Starts BIND, or skips the test if it is not installed. */
    static RealDnsServer bind(Path folder) throws Exception {
        return start(folder, Path.of("/usr/sbin/named"), "-g -n 1 -c", """
                options {
                  directory "%1$s";
                  pid-file none;
                  listen-on port %2$d { 127.0.0.1; };
                  listen-on-v6 { none; };
                  recursion no;
                  notify no;
                };
                controls {};
                key %3$s { algorithm hmac-sha256; secret "%4$s"; };
                zone "example.com" { type primary; file "example.com.zone"; allow-update { key %3$s; }; };
                zone "example.org" { type primary; file "example.org.zone"; };
                """);
    }

    private static RealDnsServer start(Path folder, Path program, String arguments, String configuration)
            throws Exception {
        assumeTrue(Files.isExecutable(program), program + " is not installed");
        int port = freePort();
        Path file = folder.resolve("server.conf");
        Files.writeString(file, configuration.formatted(folder, port, KEY, SECRET));
        Files.writeString(folder.resolve("example.com.zone"), ZONE + RECORDS);
        Files.writeString(folder.resolve("example.org.zone"), ZONE);
        Path output = folder.resolve("output");
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments.split(" ")));
        command.add(file.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        RealDnsServer server = new RealDnsServer(port, process, output);
        server.awaitStart();
        return server;
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void awaitStart() throws Exception {
        Instant end = Instant.now().plusSeconds(SECONDS);
        while (!answers()) {
            boolean ended = process.waitFor(50, TimeUnit.MILLISECONDS);
            assertThat(ended || Instant.now().isAfter(end))
                    .as(Files.readString(output))
                    .isFalse();
        }
    }

    private boolean answers() {
        try {
            return !ask("example.com", Type.SOA).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** Returns a builder of a publisher with the key that may update {@code example.com}. */
    DnsUpdatePublisher.Builder publisher() {
        return DnsUpdatePublisher.at("127.0.0.1", port).tsig(KEY, "hmac-sha256", SECRET);
    }

    /** Returns the values of all records with this name and type, or of an alias in their place. */
    List<String> ask(String name, int type) throws IOException {
        SimpleResolver resolver = new SimpleResolver(new InetSocketAddress("127.0.0.1", port));
        resolver.setTCP(true);
        Message answer =
                resolver.send(Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN)));
        return answer.getRcode() == Rcode.NOERROR
                ? answer.getSection(Section.ANSWER).stream()
                        .map(RealDnsServer::value)
                        .sorted()
                        .toList()
                : List.of();
    }

    private static String value(Record record) {
        if (!(record instanceof TXTRecord text)) {
            return record.rdataToString();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        text.getStringsAsByteArrays().forEach(bytes::writeBytes);
        return bytes.toString(StandardCharsets.US_ASCII);
    }

    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
