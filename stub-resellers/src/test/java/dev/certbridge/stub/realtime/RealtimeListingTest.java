package dev.certbridge.stub.realtime;

import static dev.certbridge.stub.realtime.RealtimeOrderBodies.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RealtimeListingTest {

    private static final RealtimeStub STUB = RealtimeStub.start().onlyReadsAdvanceOrders();
    private static final Wire WIRE = Wire.to(STUB);

    @BeforeAll
    static void twelveOrdersOneOfThemRunning() throws Exception {
        for (int i = 1; i <= 12; i++) {
            TestCsr csr = TestCsr.of("n" + i + ".example.com");
            String id = WIRE.post(CERTIFICATES, RealtimeOrderBodies.plain(csr)).header("x-process-id");
            if (i == 12) {
                WIRE.get("/v2/processes/" + id);
            }
        }
    }

    @AfterAll
    static void everyAnswerKeptTheContract() {
        STUB.close();
        assertThat(STUB.contractViolations()).isEmpty();
    }

    @Test
    void a_page_has_ten_entries_unless_asked_otherwise() throws Exception {
        JsonNode page = list("");
        assertThat(page.path("entities")).hasSize(10);
        assertThat(page.path("pagination").toString()).isEqualTo("{\"limit\":10,\"offset\":0,\"total\":12}");
        assertThat(list("?offset=10").path("entities")).hasSize(2);
        assertThat(list("?limit=3&total=false").path("pagination").toString()).isEqualTo("{\"limit\":3,\"offset\":0}");
        assertThat(list("?limit=0").has("entities")).isFalse();
    }

    @Test
    void filters_take_operators() throws Exception {
        assertThat(names("?identifier=n3.example.com")).containsExactly("n3.example.com");
        assertThat(names("?identifier:in=n3.example.com,n4.example.com")).hasSize(2);
        assertThat(names("?identifier:like=n1%25"))
                .containsExactlyInAnyOrder("n1.example.com", "n10.example.com", "n11.example.com", "n12.example.com");
        assertThat(names("?status:eq=RUNNING")).containsExactly("n12.example.com");
        assertThat(names("?status:ne=NEW&type=certificate")).containsExactly("n12.example.com");
        assertThat(names("?createdDate:gte=2000-01-01T00:00:00Z&limit=20")).hasSize(12);
        assertThat(names("?createdDate:lt=2000-01-01T00:00:00Z")).isEmpty();
        assertThat(names("?updatedDate:not_null")).containsExactly("n12.example.com");
        assertThat(names("?q=n7.")).containsExactly("n7.example.com");
    }

    @Test
    void a_filter_on_an_unknown_field_is_refused_by_nobody() throws Exception {
        WIRE.get("/v2/processes?colour=blue").require(200);
        assertThat(names("?colour=blue&limit=20")).hasSize(12);
    }

    @Test
    void order_and_fields_shape_the_page() throws Exception {
        assertThat(names("?order=-id&limit=1")).containsExactly("n12.example.com");
        assertThat(names("?order=status&order=-id&limit=1")).containsExactly("n11.example.com");
        JsonNode entity = list("?fields=status&limit=1").at("/entities/0");
        assertThat(entity.properties().stream().map(member -> member.getKey())).containsExactly("id", "status");
    }

    @Test
    void an_export_has_everything_and_only_ids() throws Exception {
        assertThat(list("?export=true").path("entities"))
                .hasSize(12)
                .allSatisfy(entity -> assertThat(entity).hasSize(1));
        WIRE.get("/v2/processes?export=true&limit=5").require(400);
    }

    @Test
    void the_catalogue_needs_two_pages() throws Exception {
        JsonNode page = WIRE.get("/v2/ssl/products").json();
        assertThat(page.path("entities")).hasSize(10);
        assertThat(page.at("/pagination/total").asInt()).isEqualTo(11);
        assertThat(page.at("/entities/1/requiredFields/0").asText()).isEqualTo("dcv");
        assertThat(WIRE.get("/v2/ssl/products?certificateType=WILDCARD").number("/pagination/total"))
                .isEqualTo(3);
    }

    private static JsonNode list(String query) throws Exception {
        return WIRE.get("/v2/processes" + query).json();
    }

    private static List<String> names(String query) throws Exception {
        return list(query).path("entities").findValuesAsText("identifier");
    }
}
