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

/** The text of a request in a book, formatted and parsed. */
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
    void formats_and_parses_every_field(long seed) {
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
    void a_CSR_that_was_written_is_not_parsed_again() {
        assertThat(RequestText.parse(RequestText.of(BookSamples.REQUEST)).csr()).isSameAs(BookSamples.REQUEST.csr());
    }

    @Test
    void text_of_another_format_is_refused() {
        BookSamples.assertFails(
                IllegalArgumentException.class, () -> RequestText.parse("product=RapidSSL\n"), "no line kind=");
        assertThatThrownBy(() -> RequestText.parse("nonsense")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RequestText.parse("kind=ORDER\\")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parses_equal_CSR_texts_once_and_refuses_invalid_ones_every_time() {
        String other = KeyAndCsr.ecP256("other.example").csr().pem();
        assertThat(RequestText.csr(CSR.pem())).isSameAs(RequestText.csr(CSR.pem()));
        assertThat(RequestText.csr(CSR.pem()).pem()).isEqualTo(CSR.pem());
        assertThat(RequestText.csr(other).pem()).isEqualTo(other);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> RequestText.csr("no CSR")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static OrderRequest any(Random random) {
        OrderRequest.Builder request = start(random);
        maybe(random, () -> request.csr(CSR));
        maybe(random, () -> request.names(NAMES.subList(0, random.nextInt(NAMES.size()))));
        maybe(
                random,
                () -> request.validity(
                        new Validity(1 + random.nextInt(400), Validity.Unit.values()[random.nextInt(3)])));
        maybe(random, () -> request.dcv(dcv(random)));
        NAMES.forEach(name -> maybe(random, () -> request.dcv(name, dcv(random))));
        maybe(random, () -> request.organization(organization(random)));
        maybe(random, () -> request.approver(approver(random)));
        maybe(random, () -> request.contact(text(random)));
        maybe(random, () -> request.language(text(random)));
        maybe(random, request::oldMayBeRevoked);
        maybe(random, request::allowingDuplicate);
        return request.build();
    }

    private static void maybe(Random random, Runnable change) {
        if (random.nextBoolean()) {
            change.run();
        }
    }

    private static OrderRequest.Builder start(Random random) {
        CertificateId source = new CertificateId("realtime", "127.0.0.1:8443", "a b:c", "4711");
        List<Function<String, OrderRequest.Builder>> starts = List.of(
                OrderRequest::builder,
                product -> OrderRequest.renewal(source, product),
                product -> OrderRequest.reissue(source));
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
