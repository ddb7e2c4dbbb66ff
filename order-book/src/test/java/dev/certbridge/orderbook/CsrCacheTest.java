package dev.certbridge.orderbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.csr.KeyAndCsr;
import org.junit.jupiter.api.Test;

/** A CSR is read once for all the rows that hold it, and what is none is never taken for one. */
class CsrCacheTest {

    private static final String ONE = KeyAndCsr.ecP256("one.example").csr().pem();
    private static final String OTHER = KeyAndCsr.ecP256("other.example").csr().pem();

    @Test
    void the_same_text_is_read_once_and_another_for_itself() {
        assertThat(CsrCache.of(ONE)).isSameAs(CsrCache.of(ONE));
        assertThat(CsrCache.of(ONE).pem()).isEqualTo(ONE);
        assertThat(CsrCache.of(OTHER).pem()).isEqualTo(OTHER);
    }

    @Test
    void what_is_no_CSR_is_refused_every_time() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> CsrCache.of("no CSR")).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
