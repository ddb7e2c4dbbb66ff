package dev.certbridge.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.ConnectOptions;
import feign.Body;
import feign.HeaderMap;
import feign.Param;
import feign.RequestLine;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interfaces that the transport cannot carry are refused when the client is created, before anything is sent. */
class GeneratedClientTest {

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
    void a_part_that_the_transport_does_not_carry_is_refused(Class<?> type) {
        assertThatThrownBy(() -> new GeneratedCallHandler.BodylessContract().parseAndValidateMetadata(type))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(type.getSimpleName() + "#order(")
                .hasMessageEndingWith("which the transport does not support");
    }

    interface Plain {
        @RequestLine("GET /orders")
        ApiResponse orders();
    }

    @Test
    void metadata_is_read_once_and_a_wrong_interface_is_refused_every_time() {
        assertThat(new GeneratedCallHandler.BodylessContract().parseAndValidateMetadata(Plain.class))
                .isSameAs(new GeneratedCallHandler.BodylessContract().parseAndValidateMetadata(Plain.class))
                .isUnmodifiable();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(
                            () -> new GeneratedCallHandler.BodylessContract().parseAndValidateMetadata(WithForm.class))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void two_bodies_are_refused() throws NoSuchMethodException {
        var order = WithTwoBodies.class.getDeclaredMethod("order", String.class, SpendPermit.class, String.class);
        assertThatThrownBy(() -> GeneratedCallHandler.Operation.of("test", order))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("order has two bodies");
    }

    @Test
    void a_type_that_is_not_a_generated_client_is_refused() {
        try (Transport transport = CannedHttp.transport("{}", ConnectOptions.defaults())) {
            assertThatThrownBy(() -> transport.api(String.class)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> transport.api(Runnable.class)).isInstanceOf(IllegalStateException.class);
        }
    }
}
