package dev.certbridge.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.stub.regfish.RegfishStub;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Stubs one after the other take a server over, and nothing of one another. */
class ServerUsedAgainTest {

    private static final String PRODUCTS = "/tls/products";

    @Test
    void a_stub_knows_nothing_of_the_one_before_it() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (RegfishStub stub = RegfishStub.start()) {
                assertThat(stub.journal().received()).isZero();
                assertThat(Wire.to(stub).get(PRODUCTS).status()).isEqualTo(200);
                assertThat(stub.journal().received()).isEqualTo(1);
            }
        }
    }

    @Test
    void nobody_listens_where_a_stub_was() {
        RegfishStub stub = RegfishStub.start();
        Wire wire = Wire.to(stub);
        stub.close();

        assertThatThrownBy(() -> wire.get(PRODUCTS)).isInstanceOf(IOException.class);
    }

    @Test
    void a_stub_that_is_closed_twice_closes_no_other() throws Exception {
        RegfishStub first = RegfishStub.start();
        first.close();
        try (RegfishStub second = RegfishStub.start();
                RegfishStub third = RegfishStub.start()) {
            first.close();

            assertThat(Wire.to(second).get(PRODUCTS).status()).isEqualTo(200);
            assertThat(Wire.to(third).get(PRODUCTS).status()).isEqualTo(200);
            assertThat(second.uri()).isNotEqualTo(third.uri());
        }
    }
}
