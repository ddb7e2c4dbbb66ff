package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.stub.CannedFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that other users cannot redirect the files of an order, and that folders are checked before it. */
class UnsafeOutputTest extends StubbedCommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "regfish/www.example.com"})
    void a_symbolic_link_below_the_output_folder_is_not_followed(String link) throws Exception {
        ServedStub served = serveSlow("regfish");
        String id = served.pending("shop/1");
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Path linked = folder.resolve("out").resolve(link);
        Files.createDirectories(linked.getParent());
        Files.createSymbolicLink(linked, elsewhere);
        String book = served.book().toString();

        List<CliRun> runs = List.of(
                served.order(),
                served.order("--force"),
                served.buy("shop/1", "--force"),
                served.buy("shop/2"),
                served.run("await", id, "--book", book, "--out", served.out(), "--force"),
                served.run("await", id, "--out", served.out(), "--force"),
                served.run("download", id, "--out", served.out()));

        for (CliRun run : runs) {
            assertThat(run.requireOneLine().exit()).as(run.err()).isIn(1, 2);
            assertThat(run.err()).contains(linked + " is a symbolic link");
        }
        assertThat(runs.get(0).exit()).isEqualTo(2);
        assertThat(runs.get(2).exit()).as("shop/1 stands").isEqualTo(1);
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @Test
    void a_link_that_is_put_there_while_the_order_runs_is_not_followed() throws Exception {
        ServedStub served = serve("regfish");
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        served.stub().answer("downloadCertificate", CannedFailure.altered(reply -> {
            link(folder.resolve("out/regfish"), elsewhere);
            return reply;
        }));
        CliRun run = served.buy("shop/1").requireFailed(1, "is a symbolic link");
        assertThat(run.err()).contains("The order is valid: certbridge download " + run.value("order"));
        assertThat(elsewhere).isEmptyDirectory();
        served.run("download " + run.value("order") + " --book " + served.book() + " --out " + served.out() + "2")
                .requireDone();
        WrittenFiles.at(folder.resolve("out2"), "regfish", ServedStub.NAME).requireKey();
    }

    @Test
    void a_file_that_is_a_link_is_replaced_and_not_written_through() throws Exception {
        ServedStub served = serve("realtime");
        String id = served.order().requireDone().value("order");
        Path precious = Files.writeString(folder.resolve("precious"), "precious");
        Path other = Files.createDirectories(folder.resolve("other/realtime/www.example.com"));
        for (String file : List.of("cert.pem", "chain.pem", "fullchain.pem", "request.pem", "privkey.pem")) {
            Files.createSymbolicLink(other.resolve(file), precious);
        }
        String out = folder.resolve("other").toString();
        served.run("download", id, "--out", out).requireFailed(1);
        served.run("download", id, "--out", out, "--force").requireDone();
        assertThat(precious).hasContent("precious");
        assertThat(other.resolve("cert.pem")).isRegularFile();
        assertThat(Files.isSymbolicLink(other.resolve("cert.pem"))).isFalse();
    }

    @Test
    void the_output_folder_itself_may_be_a_link() throws Exception {
        Path real = Files.createDirectories(folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("out"), real);
        ServedStub served = serve("realtime");
        served.order().requireDone();
        assertThat(real.resolve("realtime/www.example.com/privkey.pem")).isRegularFile();
    }

    @Test
    void a_name_in_a_certificate_leads_nowhere_else() {
        for (String name :
                List.of("..", "../../etc", "/etc/passwd", "a/b", "", ".", "a..b", "b\u00fcro.example.com", "a\0b")) {
            assertThatIllegalStateException()
                    .as(name)
                    .isThrownBy(() -> OutputFolder.in(folder, "realtime", name))
                    .withMessageContaining("is not a domain name, so its certificate cannot get a folder");
        }
        assertThat(OutputFolder.in(folder, "realtime", "*.example.com").path())
                .isEqualTo(folder.resolve("realtime/_wildcard.example.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"umask 0", "umask 077", "umask 027"})
    void files_and_folders_have_their_modes_whatever_the_umask(String umask) throws Exception {
        ServedStub served = serve("realtime");
        URI url = served.stub().uri();
        String order = "order " + ServedStub.NAME + " --reseller realtime --stub-url " + url + " --out " + served.out();
        ChildRun child = ChildRun.in(folder).after(umask);
        CliRun ordered = child.run(order).requireDone();
        Path other = folder.resolve("other");
        child.run("download " + ordered.value("order") + " --stub-url " + url + " --out " + other)
                .requireDone();
        child.run(order + " --force").requireDone();
        List<String> modes = new ArrayList<>();
        for (Path root : List.of(folder.resolve("out"), other)) {
            try (Stream<Path> all = Files.walk(root)) {
                for (Path path : all.toList()) {
                    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                    boolean secret = path.endsWith("privkey.pem");
                    assertThat(mode)
                            .as(path.toString())
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : secret ? "rw-------" : "rw-r--r--");
                    modes.add(mode);
                }
            }
        }
        assertThat(modes).contains("rwx------", "rw-------", "rw-r--r--");
    }

    @Test
    void a_folder_of_somebody_else_that_everybody_may_write_to_is_refused_unless_forced() throws Exception {
        ServedStub served = serve("realtime");
        Path open = openToAll();
        served.at("order", ServedStub.NAME, "--out", open.toString())
                .requireFailed(2, open + " belongs to ", "everybody may write to it", "--force");
        assertThat(served.stub().journal().received()).isZero();
        if (open.startsWith(folder)) {
            served.at("order", ServedStub.NAME, "--out", open.toString(), "--force")
                    .requireDone();
        }
    }

    @EveryReseller
    void a_folder_that_cannot_be_written_to_is_noticed_before_the_order(String reseller) throws Exception {
        ServedStub served = serve(reseller);
        String nowhere = "/proc/certbridge";
        for (CliRun run : List.of(
                served.at("order", ServedStub.NAME, "--out", nowhere),
                served.booked("order", ServedStub.NAME, "--intent", "shop/1", "--out", nowhere),
                served.booked("order", ServedStub.NAME, "--intent", "shop/1", "--out", nowhere, "--csr", csr()))) {
            assertThat(run.requireOneLine().exit()).as(run.err()).isEqualTo(2);
            assertThat(run.err()).contains("/proc cannot be written to", "nothing was ordered now", "--out");
        }
        assertThat(served.stub().journal().received()).isZero();
        String id = served.order().requireDone().value("order");
        CliRun await = served.run("await", id, "--out", nowhere).requireOneLine();
        assertThat(await.err()).contains("/proc cannot be written to", "nothing was written");
        assertThat(await.exit()).isEqualTo(1);
    }

    private String csr() throws IOException {
        String pem = KeyAndCsr.ecP256(ServedStub.NAME).csr().pem();
        return Files.writeString(folder.resolve("my.csr"), pem).toString();
    }

    /**
     * Where this process may give a folder away, one that it gave away; else the system's folder for temporary files.
     */
    private Path openToAll() throws IOException {
        Path given = Files.createDirectories(folder.resolve("given"));
        Files.setPosixFilePermissions(given, PosixFilePermissions.fromString("rwxrwxrwx"));
        try {
            Files.setAttribute(given, "unix:uid", 65534);
            return given;
        } catch (FileSystemException e) {
            return Path.of("/tmp");
        }
    }

    private static void link(Path link, Path target) {
        try {
            Files.createDirectories(link.getParent());
            Files.createSymbolicLink(link, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
