package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.ConnectOptions;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests of {@code --live} and {@code --ote}: required options, and keys from the environment. A proxy on this machine
 * stops every request to a real host.
 */
class LiveTest {

    private static final String KEY = "not-a-real-key-0815";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "order www.example.com --live| --reseller",
                "order www.example.com --live --reseller regfish| --intent",
                "order www.example.com --live --reseller regfish --intent a| --unquoted",
                "order www.example.com --live --reseller regfish --intent a --spend-up-to EUR:1.00| --unquoted",
                "order www.example.com --live --reseller regfish --intent a --unquoted --spend-up-to EUR:1.00| omit --spend-up-to",
                "order www.example.com --live --reseller realtime --intent a| --spend-up-to",
                "order www.example.com --live --reseller realtime --intent a --unquoted| --spend-up-to",
                "order www.example.com --live --reseller realtime --intent a --spend-up-to EUR:25.00| --product",
                "order www.example.com --live --reseller regfish --intent a --unquoted --product RapidSSL| REGFISH_API_KEY",
                "order www.example.com --live --reseller realtime --intent a --spend-up-to EUR:1.00 --product p| REALTIME_API_KEY",
                "order www.example.com --ote --reseller realtime --intent a --spend-up-to EUR:1.00 --product p| REALTIME_OTE_API_KEY",
                "order www.example.com --ote --reseller regfish --intent a --unquoted --product RapidSSL| no known test environment",
                "renew certbridge-certificate:regfish:live:-:7ZK --live| --intent",
                "renew certbridge-certificate:realtime:live:me:1 --live --intent a| --spend-up-to",
                "reissue certbridge-certificate:regfish:live:-:7ZK --live --intent a --unquoted| --old-may-be-revoked",
                "reissue certbridge-certificate:regfish:live:-:7ZK --live --old-may-be-revoked --intent a| --unquoted",
                "revoke certbridge-certificate:realtime:live:me:1 --live| --serial",
                "revoke certbridge-certificate:realtime:live:me:1 --live --serial 1| REALTIME_API_KEY",
                "quote www.example.com --live --reseller realtime| --product",
                "products --live| --reseller",
                "products --live --reseller regfish| REGFISH_API_KEY",
                "certificates --live --reseller realtime| REALTIME_API_KEY",
                "orders --ote --reseller realtime| REALTIME_OTE_API_KEY",
                "audit --live --reseller regfish| REGFISH_API_KEY",
                "reconcile --live --reseller regfish| REGFISH_API_KEY"
            })
    void a_missing_option_is_named_in_one_line_and_nothing_is_sent_or_written(String command, String message) {
        try (UnreachableServer proxy = UnreachableServer.listen()) {
            CliRun.in(environment(proxy), command.split(" ")).requireFailed(2, message);
            assertThat(proxy.asked()).isEmpty();
            assertThat(folder).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "regfish, --live, api.regfish.com:443",
        "realtime, --live, api.yoursrs.com:443",
        "realtime, --ote, api.yoursrs-ote.com:443"
    })
    void with_a_key_the_real_service_is_asked_for_and_the_key_shows_nowhere(String at, String how, String host) {
        try (UnreachableServer proxy = UnreachableServer.listen()) {
            CliRun run =
                    CliRun.in(keys(proxy), "products", "--reseller", at, how).requireFailed(1);
            assertThat(run.out() + run.err()).doesNotContain(KEY);
            assertThat(proxy.asked()).isNotEmpty().allMatch(head -> head.startsWith("CONNECT " + host + " "));
            assertThat(String.join("", proxy.asked())).doesNotContain(KEY);
        }
    }

    @Test
    void an_order_gets_a_book_of_its_environment_and_a_key_on_disk_first() {
        try (UnreachableServer proxy = UnreachableServer.listen()) {
            CliRun.in(
                            keys(proxy),
                            "order www.example.com --ote --reseller realtime --intent shop/1 --spend-up-to EUR:25.00"
                                    + " --product ssl_example_dv --out " + folder.resolve("out"))
                    .requireFailed(1);
            assertThat(folder.resolve(".certbridge").resolve("realtime-ote.db")).isRegularFile();
            assertThat(folder.resolve(".certbridge/realtime-ote.db.keys")).isDirectoryContaining("glob:**.privkey.pem");
            assertThat(proxy.asked()).isNotEmpty().allMatch(head -> head.startsWith("CONNECT api.yoursrs-ote.com"));
            assertThat(CliRun.in(keys(proxy), "unresolved", "--reseller", "realtime", "--ote")
                            .requireDone()
                            .out())
                    .contains("nothing is unresolved");
        }
    }

    @Test
    void an_invalid_proxy_or_key_is_refused_without_showing_it() {
        Map<String, String> odd = new HashMap<>(Map.of("HOME", folder.toString(), "REGFISH_API_KEY", KEY));
        for (String proxy : List.of(
                "socks5://127.0.0.1:1",
                "http://me:sec%ret@127.0.0.1:1",
                "http://me:secret@127.0.0.1",
                "http://me:%0Asecret@127.0.0.1:1",
                "%")) {
            odd.put("HTTPS_PROXY", proxy);
            CliRun run = CliRun.in(odd, "products", "--live", "--reseller", "regfish")
                    .requireFailed(2);
            assertThat(run.err()).contains("HTTPS_PROXY").doesNotContain("secret", KEY);
        }
        Map<String, String> broken = Map.of("HOME", folder.toString(), "REGFISH_API_KEY", KEY + "\n" + KEY);
        CliRun run =
                CliRun.in(broken, "products", "--live", "--reseller", "regfish").requireFailed(2);
        assertThat(run.err()).contains("API key").doesNotContain(KEY);
    }

    @Test
    void a_proxy_is_logged_in_to_with_the_user_name_and_password_of_its_address() {
        try (UnreachableServer proxy = UnreachableServer.listen()) {
            Map<String, String> login = new HashMap<>(keys(proxy));
            login.put("HTTPS_PROXY", proxy.address().replace("://", "://me:p%40ss+word@"));
            CliRun run = CliRun.in(login, "products", "--reseller", "regfish", "--live")
                    .requireFailed(1);
            String basic = Base64.getEncoder().encodeToString("me:p@ss+word".getBytes(StandardCharsets.UTF_8));
            assertThat(run.out() + run.err()).doesNotContain("p@ss", "p%40ss", basic);
            assertThat(proxy.asked())
                    .isNotEmpty()
                    .allMatch(head -> head.contains("Proxy-Authorization: Basic " + basic));
        }
    }

    @Test
    void the_exceptions_of_no_proxy_are_passed_on() {
        for (String name : List.of("NO_PROXY", "no_proxy")) {
            CliContext context = new CliContext(
                    new PrintWriter(Writer.nullWriter()),
                    new PrintWriter(Writer.nullWriter()),
                    Map.of("https_proxy", "proxy.example.net:3128", name, "example.net, .regfish.com  localhost"),
                    ConnectOptions.defaults());
            ConnectOptions options = WebProxy.in(context, context.options());
            assertThat(options.proxy())
                    .hasValueSatisfying(proxy -> assertThat(proxy.getPort()).isEqualTo(3128));
            assertThat(options.directHosts()).containsExactly("example.net", ".regfish.com", "localhost");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fish.com", "api.regfish.com.example.net", "regfish.com:8443", ","})
    void a_host_that_no_proxy_does_not_list_is_reached_through_the_proxy(String direct) {
        try (UnreachableServer proxy = UnreachableServer.listen()) {
            Map<String, String> both = new HashMap<>(keys(proxy));
            both.put("no_proxy", direct);
            CliRun.in(both, "products", "--reseller", "regfish", "--live").requireOneLine();
            assertThat(proxy.asked()).isNotEmpty();
        }
    }

    private Map<String, String> environment(UnreachableServer proxy) {
        return variables(
                "HOME=" + folder, "HTTPS_PROXY=" + proxy.address(), "REALTIME_CUSTOMER=me", "REGFISH_KEY=" + KEY);
    }

    private Map<String, String> keys(UnreachableServer proxy) {
        return variables(
                "HOME=" + folder,
                "HTTPS_PROXY=" + proxy.address(),
                "REGFISH_API_KEY=" + KEY,
                "REALTIME_API_KEY=" + KEY,
                "REALTIME_CUSTOMER=me-myself",
                "REALTIME_OTE_API_KEY=" + KEY,
                "REALTIME_OTE_CUSTOMER=me-myself");
    }

    private static Map<String, String> variables(String... assignments) {
        return Stream.of(assignments)
                .map(text -> text.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }
}
