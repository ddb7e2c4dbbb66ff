package dev.certbridge.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import feign.Body;
import feign.HeaderMap;
import feign.Param;
import feign.RequestLine;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the transport would lose is refused when the client is made, before anything can be sent with it. */
class BodylessFeignContractTest {

    interface WithHeaders {
        @RequestLine("POST /orders")
        ApiResponse order(@HeaderMap Map<String, Object> headers);
    }

    interface WithAddress {
        @RequestLine("POST /orders")
        ApiResponse order(URI address);
    }

    interface WithForm {
        @RequestLine("POST /orders")
        ApiResponse order(@Param("product") String product);
    }

    interface WithWrittenBody {
        @Body("product")
        @RequestLine("POST /orders")
        ApiResponse order();
    }

    interface WithBodyToFill {
        @Body("product={product}")
        @RequestLine("POST /orders")
        ApiResponse order(@Param("product") String product);
    }

    interface WithTwoBodies {
        @RequestLine("POST /orders")
        ApiResponse order(String one, SpendPermit spend, String other);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {WithHeaders.class, WithAddress.class, WithForm.class, WithWrittenBody.class, WithBodyToFill.class
            })
    void what_the_transport_does_not_carry_is_refused(Class<?> type) {
        assertThatThrownBy(() -> new BodylessFeignContract().parseAndValidateMetadata(type))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(type.getSimpleName() + "#order(")
                .hasMessageEndingWith("and the transport carries none of these");
    }

    interface Plain {
        @RequestLine("GET /orders")
        ApiResponse orders();
    }

    @Test
    void an_interface_is_read_once_for_all_clients_and_refused_every_time() {
        assertThat(new BodylessFeignContract().parseAndValidateMetadata(Plain.class))
                .isSameAs(new BodylessFeignContract().parseAndValidateMetadata(Plain.class))
                .isUnmodifiable();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> new BodylessFeignContract().parseAndValidateMetadata(WithForm.class))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void two_bodies_are_refused() throws NoSuchMethodException {
        var order = WithTwoBodies.class.getDeclaredMethod("order", String.class, SpendPermit.class, String.class);
        assertThatThrownBy(() -> ApiOperation.of("test", order))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("order has two bodies");
    }
}
