package dev.certbridge.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.ConnectOptions;
import feign.Param;
import feign.RequestLine;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The bytes that a call allocates beside the socket, JSON included. The limits are a quarter above the measured 8.0 and
 * 8.1 KB of interpreted code; compiled code allocates a little less. They find a whole step that came back, such as a
 * buffer for each call or a constant header that is parsed again.
 */
class AllocationTest {

    private static final int CALLS = 2_000;

    record Item(String id, String name, List<String> names) {}

    interface Api {
        @RequestLine(value = "GET /items/{id}", decodeSlash = false)
        Item read(@Param(value = "id", expander = PathSegment.class) String id);

        @RequestLine(value = "POST /items", decodeSlash = false)
        ApiResponse order(Item item, SpendPermit spend);
    }

    private static final Item ITEM =
            new Item("4711", "www.example.com", List.of("example.com", "shop.example.com", "mail.example.com"));

    @Test
    void a_read_allocates_at_most_10_kilobytes() {
        try (Transport transport = transport()) {
            Api api = transport.api(Api.class);
            assertThat(bytesPerCall(() -> api.read("4711"))).isLessThan(10_000);
        }
    }

    @Test
    void an_order_and_its_decoded_response_allocate_at_most_10_kilobytes() {
        try (Transport transport = transport()) {
            Api api = transport.api(Api.class);
            assertThat(bytesPerCall(() -> api.order(ITEM, SpendPermit.once()).as(Item.class)))
                    .isLessThan(10_000);
        }
    }

    /** Measures the second half of the calls, when classes are loaded and caches are filled. */
    private static long bytesPerCall(Runnable call) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int i = 0; i < 2 * CALLS; i++) {
            if (i == CALLS) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            call.run();
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / CALLS;
    }

    private static Transport transport() {
        return CannedHttp.transport(new String(Json.bytes(ITEM), StandardCharsets.UTF_8), ConnectOptions.defaults());
    }
}
