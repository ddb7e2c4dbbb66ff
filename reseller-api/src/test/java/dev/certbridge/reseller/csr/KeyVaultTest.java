package dev.certbridge.reseller.csr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class KeyVaultTest {

    private static final Supplier<KeyAndCsr> MAKER = () -> KeyAndCsr.ecP256("www.example.com");
    private static final Supplier<KeyAndCsr> NEVER = () -> {
        throw new AssertionError("a stored pair must be used");
    };

    @TempDir
    Path temporary;

    private Path folder;
    private Path key;
    private Path request;

    @BeforeEach
    void nameTheFiles() {
        folder = temporary.resolve("new/keys");
        key = folder.resolve("shop-4711%2F1.privkey.pem");
        request = folder.resolve("shop-4711%2F1.request.pem");
    }

    @Test
    void the_first_call_stores_and_later_ones_read_back() {
        KeyAndCsr made = KeyVault.in(folder).getOrCreate("shop-4711/1", MAKER);
        KeyAndCsr again = KeyVault.in(folder).getOrCreate("shop-4711/1", NEVER);
        assertThat(again.csr()).isEqualTo(made.csr());
        assertThat(again.privateKey()).isEqualTo(made.privateKey());
        assertThat(key).hasContent(made.privateKeyPem());
        assertThat(request).hasContent(made.csr().pem());
    }

    @Test
    void a_pair_is_found_by_its_key_whatever_its_name() throws Exception {
        KeyVault vault = KeyVault.in(folder);
        KeyAndCsr made = vault.getOrCreate("b\u00fcro-".repeat(30), MAKER);
        vault.getOrCreate("other", MAKER);
        Files.writeString(folder.resolve("damaged.request.pem"), "damaged");
        assertThat(vault.find(made.csr().keySha256()).orElseThrow().privateKey())
                .isEqualTo(made.privateKey());
        assertThat(vault.find(MAKER.get().csr().keySha256())).isEmpty();
    }

    @Test
    void a_pair_without_its_key_is_damaged_also_when_it_is_found_by_the_key() throws Exception {
        KeyAndCsr made = KeyVault.in(folder).getOrCreate("shop-4711/1", MAKER);
        Files.delete(key);
        assertThatIllegalStateException()
                .isThrownBy(() -> KeyVault.in(folder).find(made.csr().keySha256()))
                .withMessageContaining("is missing, but its CSR exists");
    }

    @Test
    void rsa_pairs_are_kept_too() {
        KeyAndCsr made = KeyVault.in(folder).getOrCreate("r", () -> KeyAndCsr.rsa2048("www.example.com"));
        assertThat(KeyVault.in(folder).getOrCreate("r", NEVER).privateKey()).isEqualTo(made.privateKey());
    }

    @Test
    void names_that_look_alike_have_pairs_of_their_own() {
        KeyVault vault = KeyVault.in(folder);
        Stream<String> keys = Stream.of("a/b", "a%2Fb", "a", "a.privkey", "a.privkey.orphan-1", "ä".repeat(200), "../a")
                .map(name -> vault.getOrCreate(name, MAKER).csr().keySha256());
        assertThat(keys).doesNotHaveDuplicates();
        assertThat(vault.getOrCreate("ä".repeat(200), NEVER).csr().commonName()).contains("www.example.com");
        assertThat(temporary).isDirectoryNotContaining(path -> path.toString().endsWith(".pem"));
    }

    @Test
    void only_the_owner_can_read() throws Exception {
        KeyVault.in(folder).getOrCreate("shop-4711/1", MAKER);
        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(mode(folder.getParent())).isEqualTo("rwx------");
        assertThat(mode(key)).isEqualTo("rw-------");
        assertThat(mode(folder.resolve(".lock"))).isEqualTo("rw-------");
    }

    @Test
    void nothing_temporary_stays() throws Exception {
        KeyVault.in(folder).getOrCreate("shop-4711/1", MAKER);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(key, request, folder.resolve(".lock"));
        }
    }

    @Test
    void a_maker_that_fails_leaves_nothing_behind() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> KeyVault.in(folder).getOrCreate("shop-4711/1", NEVER));
        assertThat(key).doesNotExist();
        assertThat(KeyVault.in(folder).getOrCreate("shop-4711/1", MAKER)).isNotNull();
    }

    @Test
    void a_key_without_its_csr_is_set_aside_and_replaced() throws Exception {
        String first = crashBetweenKeyAndCsr();
        String second = crashBetweenKeyAndCsr();
        KeyAndCsr made = KeyVault.in(folder).getOrCreate("shop-4711/1", MAKER);
        assertThat(folder.resolve("shop-4711%2F1.privkey.orphan-1.pem")).hasContent(first);
        assertThat(folder.resolve("shop-4711%2F1.privkey.orphan-2.pem")).hasContent(second);
        assertThat(mode(folder.resolve("shop-4711%2F1.privkey.orphan-1.pem"))).isEqualTo("rw-------");
        assertThat(key).hasContent(made.privateKeyPem());
        assertThat(KeyVault.in(folder).getOrCreate("shop-4711/1", NEVER).csr()).isEqualTo(made.csr());
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere the JDK polls folders and loses the order of events")
    void the_key_is_in_place_before_the_csr() throws Exception {
        KeyVault vault = KeyVault.in(folder);
        try (WatchService watcher = folder.getFileSystem().newWatchService()) {
            folder.register(watcher, StandardWatchEventKinds.ENTRY_CREATE);
            vault.getOrCreate("shop-4711/1", MAKER);
            List<Path> created = new ArrayList<>();
            while (!created.contains(request)) {
                WatchKey events = watcher.poll(10, TimeUnit.SECONDS);
                assertThat(events).as("an event, after %s", created).isNotNull();
                events.pollEvents().forEach(event -> created.add(folder.resolve((Path) event.context())));
                events.reset();
            }
            assertThat(created).containsSubsequence(key, request);
        }
    }

    @Test
    void a_csr_without_its_key_is_refused() throws Exception {
        KeyVault.in(folder).getOrCreate("shop-4711/1", MAKER);
        Files.delete(key);
        assertRefused("the private key of \"shop-4711/1\" is missing");
    }

    @Test
    void a_damaged_pair_is_refused_and_left_alone() throws Exception {
        KeyAndCsr made = KeyVault.in(folder).getOrCreate("shop-4711/1", MAKER);
        KeyAndCsr other = KeyAndCsr.ecP256("www.example.com");
        String good = made.privateKeyPem();
        for (String bad : new String[] {
            "",
            "hello",
            good.substring(0, 60),
            other.privateKeyPem(),
            made.csr().pem(),
            good + good,
            Pem.of("PRIVATE KEY", new byte[] {1, 2})
        }) {
            Files.writeString(key, bad);
            assertRefused("damaged");
            assertThat(key).hasContent(bad);
        }
        Files.write(key, new byte[] {(byte) 0xff, 0});
        assertRefused("damaged");
        Files.writeString(key, good);
        Files.writeString(request, other.csr().pem());
        assertRefused("does not belong");
    }

    @Test
    void a_file_that_cannot_be_read_is_not_taken_for_missing() throws Exception {
        KeyVault.in(folder).getOrCreate("shop-4711/1", MAKER);
        Files.delete(key);
        Files.createDirectory(key);
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> KeyVault.in(folder).getOrCreate("shop-4711/1", MAKER));
        assertThat(key).isDirectory();
    }

    @Test
    void a_file_in_place_of_the_folder_is_refused() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> KeyVault.in(file))
                .withMessageContaining("as a key vault");
    }

    private String crashBetweenKeyAndCsr() throws Exception {
        KeyAndCsr lost = KeyVault.in(folder).getOrCreate("shop-4711/1", MAKER);
        Files.delete(request);
        return lost.privateKeyPem();
    }

    private void assertRefused(String reason) {
        assertThatIllegalStateException()
                .isThrownBy(() -> KeyVault.in(folder).getOrCreate("shop-4711/1", NEVER))
                .withMessageContaining(reason)
                .withMessageNotContaining("\n")
                .withMessageNotContaining("MIG");
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
