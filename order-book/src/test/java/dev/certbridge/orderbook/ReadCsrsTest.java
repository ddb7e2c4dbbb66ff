package dev.certbridge.orderbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.csr.KeyAndCsr;
import org.junit.jupiter.api.Test;

/** A CSR is read once for all the rows that hold it, and what is none is never taken for one. */
class ReadCsrsTest {

    private static final String ONE = KeyAndCsr.ecP256("one.example").csr().pem();
    private static final String OTHER = KeyAndCsr.ecP256("other.example").csr().pem();

    @Test
    void the_same_text_is_read_once_and_another_for_itself() {
        assertThat(ReadCsrs.of(ONE)).isSameAs(ReadCsrs.of(ONE));
        assertThat(ReadCsrs.of(ONE).pem()).isEqualTo(ONE);
        assertThat(ReadCsrs.of(OTHER).pem()).isEqualTo(OTHER);
    }

    @Test
    void what_is_no_CSR_is_refused_every_time() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> ReadCsrs.of("no CSR")).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
