package dev.certbridge.stub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.stub.Wire.Got;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bytes of wire faults. */
class WireFaultTest {

    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final String PRODUCTS = "/v2/ssl/products";

    private final RealtimeStub stub = stub();
    private final Wire wire = Wire.to(stub);

    @AfterEach
    void stop() {
        stub.close();
        assertThat(stub.contractViolations()).isEmpty();
    }

    @Test
    void truncated_is_half_of_what_comes_next() throws IOException {
        Got half = products(WireFault.TRUNCATED);
        byte[] whole = wire.get(PRODUCTS).response().body();
        assertThat(half.status()).isEqualTo(200);
        assertThat(half.response().body()).hasSize(whole.length / 2);
        assertThat(whole).startsWith(half.response().body());
    }

    @Test
    void a_bomb_is_small_and_unpacks_to_more_than_256_mebibytes() throws IOException {
        Got packed = products(WireFault.GZIP_BOMB);
        assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(packed.response().body()).hasSizeLessThan(1024 * 1024);
        long unpacked = 0;
        try (InputStream in =
                new GZIPInputStream(new ByteArrayInputStream(packed.response().body()))) {
            byte[] buffer = new byte[1024 * 1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                unpacked += read;
            }
        }
        assertThat(unpacked).isGreaterThan(256L * 1024 * 1024);
    }

    @Test
    void a_huge_body_is_64_mebibytes_and_right_at_its_end() throws IOException {
        Got huge = products(WireFault.HUGE_BODY);
        assertThat(huge.response().body()).hasSizeGreaterThan(64 * 1024 * 1024);
        assertThat(huge.json().has("entities")).isTrue();
    }

    @Test
    void one_byte_a_second_begins_at_once_and_goes_on_slowly() throws IOException {
        try (RealtimeStub trickling = stub()) {
            trickling.when("listProducts").fault(WireFault.ONE_BYTE_A_SECOND);
            HttpURLConnection connection = (HttpURLConnection)
                    trickling.uri().resolve(PRODUCTS).toURL().openConnection();
            connection.setRequestProperty("Authorization", "ApiKey " + trickling.apiKey());
            try (InputStream body = connection.getInputStream()) {
                assertThat(connection.getResponseCode()).isEqualTo(200);
                long start = System.nanoTime();
                byte[] first = body.readNBytes(3);
                assertThat(first).startsWith('{', '"');
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1500));
                connection.disconnect();
            }
            assertThat(trickling.contractViolations()).isEmpty();
        }
    }

    @Test
    void latin_1_is_no_utf_8_and_utf_16_has_twice_the_bytes() throws IOException {
        byte[] latin = products(WireFault.WRONG_CHARSET).response().body();
        assertThat(new String(latin, UTF_8)).contains("\ufffd");
        int twice = products(WireFault.UTF_16).response().body().length;
        assertThat(wire.get(PRODUCTS).response().body()).hasSize(twice / 2);
    }

    @Test
    void dates_count_from_the_clock_of_the_reseller() throws IOException {
        Got limited = products(WireFault.RATE_LIMITED_DATE);
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.header("Retry-After")).isEqualTo("Sun, 22 Nov 2026 08:00:02 GMT");
        assertThat(limited.header("Date")).isEqualTo("Sun, 22 Nov 2026 08:00:00 GMT");
        assertThat(products(WireFault.RATE_LIMITED_SECONDS).header("Retry-After"))
                .isEqualTo("2");
        Got down = products(WireFault.UNAVAILABLE_UNTIL);
        assertThat(down.status()).isEqualTo(503);
        assertThat(down.header("Retry-After")).isEqualTo("Sun, 22 Nov 2026 08:00:02 GMT");
        assertThat(down.json().get("endDate").asText()).isEqualTo("2026-11-22T08:00:02Z");
    }

    @Test
    void a_conflict_comes_twice_unless_more_is_said() throws IOException {
        stub.when("listProducts").fault(WireFault.CONFLICT_FIRST);
        assertThat(Stream.of(1, 2, 3).map(call -> status()).toList()).isEqualTo(List.of(409, 409, 200));
        stub.when("listProducts").once().fault(WireFault.CONFLICT_FIRST);
        assertThat(Stream.of(1, 2).map(call -> status()).toList()).isEqualTo(List.of(409, 200));
    }

    @Test
    void words_are_names_and_no_two_are_alike() {
        assertThat(Stream.concat(
                                Stream.of(WireFault.values()).map(WireFault::word),
                                Stream.of(BodyMutation.values()).map(BodyMutation::word))
                        .toList())
                .doesNotHaveDuplicates()
                .allMatch(word -> word.matches("[a-z0-9-]+"));
        assertThat(WireFault.values()).allMatch(one -> WireFault.named(one.word()) == one);
    }

    @Test
    void what_stands_in_a_list_of_plain_words_is_altered_too() {
        assertThat(plain("regfish", "getCertificate", "/response/dns_names/*"))
                .containsExactlyInAnyOrder(
                        BodyMutation.MISSING_OPTIONAL, BodyMutation.NULL_VALUE, BodyMutation.UNKNOWN_VALUE);
        assertThat(plain("realtime", "listDcvEmailAddresses", "/*"))
                .containsExactlyInAnyOrder(
                        BodyMutation.MISSING_OPTIONAL, BodyMutation.NULL_VALUE, BodyMutation.UNKNOWN_VALUE);
    }

    private static Set<BodyMutation> plain(String reseller, String operation, String pointer) {
        return DerivedFaults.of(reseller).stream()
                .filter(one ->
                        one.operationId().equals(operation) && one.pointer().equals(pointer))
                .map(DerivedFaults::mutation)
                .collect(Collectors.toSet());
    }

    private static RealtimeStub stub() {
        return RealtimeStub.start(StubOptions.defaults().clock(Clock.fixed(NOW, ZoneOffset.UTC)));
    }

    private Got products(WireFault how) throws IOException {
        stub.when("listProducts").fault(how);
        return wire.get(PRODUCTS);
    }

    private int status() {
        try {
            return wire.get(PRODUCTS).status();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
