package dev.certbridge.orderbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.Approver;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A request that went into a book and out again is the same request. */
class RequestTextTest {

    private static final List<String> TEXTS = List.of(
            "Muster GmbH & Co. KG",
            "a=b;c,d",
            "two\nlines\r\n",
            "back\\slash\\n",
            "日本 😀",
            " ",
            "",
            "#",
            "-",
            "'\"%0A\0");
    private static final List<String> NAMES =
            List.of("www.example.com", "example.com", "*.example.com", "xn--mnchen-3ya.example");
    private static final Csr CSR = KeyAndCsr.ecP256("www.example.com").csr();

    private static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void every_field_survives(long seed) {
        OrderRequest request = any(new Random(seed));
        OrderRequest back = RequestText.parse(RequestText.of(request));

        assertThat(back.fingerprint()).isEqualTo(request.fingerprint());
        assertThat(back)
                .usingRecursiveComparison()
                .ignoringFields("draft.csr")
                .isEqualTo(
                        request.hasCsr()
                                ? request.toBuilder().names(request.names()).build()
                                : request);
        assertThat(back.hasCsr()).isEqualTo(request.hasCsr());
        if (request.hasCsr()) {
            assertThat(back.csr()).isEqualTo(request.csr());
        }
    }

    @Test
    void what_was_not_written_by_it_is_refused() {
        assertThatThrownBy(() -> RequestText.parse("product=RapidSSL\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no kind");
        assertThatThrownBy(() -> RequestText.parse("nonsense")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RequestText.parse("kind=ORDER\\")).isInstanceOf(IllegalArgumentException.class);
    }

    private static OrderRequest any(Random random) {
        OrderRequest request = start(random);
        request = random.nextBoolean() ? request.toBuilder().csr(CSR).build() : request;
        request = random.nextBoolean()
                ? request.toBuilder()
                        .names(NAMES.subList(0, random.nextInt(NAMES.size())))
                        .build()
                : request;
        if (random.nextBoolean()) {
            Validity.Unit unit = Validity.Unit.values()[random.nextInt(3)];
            request = request.toBuilder()
                    .validity(new Validity(1 + random.nextInt(400), unit))
                    .build();
        }
        request = random.nextBoolean() ? request.toBuilder().dcv(dcv(random)).build() : request;
        for (String name : NAMES) {
            request = random.nextInt(3) == 0
                    ? request.toBuilder().dcv(name, dcv(random)).build()
                    : request;
        }
        request = random.nextBoolean()
                ? request.toBuilder().organization(organization(random)).build()
                : request;
        request = random.nextBoolean()
                ? request.toBuilder().approver(approver(random)).build()
                : request;
        request =
                random.nextBoolean() ? request.toBuilder().contact(text(random)).build() : request;
        request = random.nextBoolean()
                ? request.toBuilder().language(text(random)).build()
                : request;
        request = random.nextBoolean() ? request.toBuilder().oldMayBeRevoked().build() : request;
        return random.nextBoolean() ? request.toBuilder().allowingDuplicate().build() : request;
    }

    private static OrderRequest start(Random random) {
        CertificateId source = new CertificateId("realtime", "127.0.0.1:8443", "a b:c", "4711");
        List<Function<String, OrderRequest>> starts = List.of(
                product -> OrderRequest.builder(product).build(),
                product -> OrderRequest.renewal(source, product).build(),
                product -> OrderRequest.reissue(source).build());
        return starts.get(random.nextInt(3)).apply("Product " + text(random));
    }

    private static DcvMethod dcv(Random random) {
        return List.of(DcvMethod.DNS, DcvMethod.FILE, DcvMethod.email("admin@example.com"), DcvMethod.email(""))
                .get(random.nextInt(4));
    }

    private static Organization organization(Random random) {
        return random.nextInt(3) == 0
                ? Organization.onFile(text(random))
                : new Organization.Details(
                        text(random),
                        maybe(random),
                        maybe(random),
                        maybe(random),
                        maybe(random),
                        maybe(random),
                        maybe(random));
    }

    private static Approver approver(Random random) {
        return new Approver(text(random), text(random), text(random), text(random), maybe(random));
    }

    private static Optional<String> maybe(Random random) {
        return random.nextBoolean() ? Optional.of(text(random)) : Optional.empty();
    }

    private static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size())) + TEXTS.get(random.nextInt(TEXTS.size()));
    }
}
