package dev.certbridge.stub.regfish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.Wire;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which zones a stub of regfish hosts, as regfish's own client looks for them: listings upwards, then a record. */
class RegfishStubZonesTest {

    private static final StubOptions ANY = StubOptions.defaults().zones(List.of(StubOptions.ANY_ZONE));

    @Test
    void a_record_opens_the_zone_of_two_labels_that_it_lies_in() throws IOException {
        try (RegfishStub stub = RegfishStub.start(ANY)) {
            assertThat(create(stub, "_dnsauth.www.example.com.")).isEqualTo(200);
            assertThat(list(stub, "www.example.com")).isEqualTo(404);
            assertThat(list(stub, "example.com")).isEqualTo(200);
            assertThat(stub.zone("example.com").records()).hasSize(1);
        }
    }

    @Test
    void a_listing_of_two_labels_finds_an_empty_zone() throws IOException {
        try (RegfishStub stub = RegfishStub.start(ANY)) {
            assertThat(list(stub, "shop.example.net")).isEqualTo(404);
            assertThat(list(stub, "example.net")).isEqualTo(200);
            assertThat(stub.zone("example.net").records()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "@", ".", "www."})
    void a_name_of_one_label_lies_in_no_zone(String name) throws IOException {
        try (RegfishStub stub = RegfishStub.start(ANY)) {
            assertThat(create(stub, name)).isEqualTo(400);
        }
    }

    @Test
    void only_the_zones_that_are_named_exist() throws IOException {
        try (RegfishStub stub = RegfishStub.start(StubOptions.defaults().zones(List.of("example.com")))) {
            assertThat(create(stub, "_dnsauth.www.example.com.")).isEqualTo(200);
            assertThat(create(stub, "_dnsauth.www.example.net.")).isEqualTo(400);
            assertThat(list(stub, "example.net")).isEqualTo(404);
        }
    }

    @Test
    void a_zone_that_is_closed_loses_its_records_and_stays_closed_until_it_is_opened() throws IOException {
        try (RegfishStub stub = RegfishStub.start(ANY.closedZones(List.of("example.org")))) {
            assertThat(create(stub, "_dnsauth.www.example.org.")).isEqualTo(400);
            assertThat(create(stub, "_dnsauth.www.example.com.")).isEqualTo(200);

            stub.closeZone("Example.com.");

            assertThat(list(stub, "example.com")).isEqualTo(404);
            assertThat(create(stub, "_dnsauth.www.example.com.")).isEqualTo(400);
            assertThat(stub.zone("example.com").records()).isEmpty();
            assertThat(create(stub, "_dnsauth.www.example.com.")).isEqualTo(200);
        }
    }

    private static int create(RegfishStub stub, String name) throws IOException {
        return Wire.to(stub)
                .post("/dns/rr", RegfishStubCalls.recordBody("CNAME", name, "a.dcv.digicert.com"))
                .status();
    }

    private static int list(RegfishStub stub, String domain) throws IOException {
        return Wire.to(stub).get("/dns/" + domain + "/rr").status();
    }
}
