package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RegfishCalls.call;
import static dev.certbridge.conformance.pact.RegfishCalls.envelope;
import static dev.certbridge.conformance.pact.RegfishCalls.failure;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.regfish.RegfishClient;
import dev.certbridge.regfish.RegfishDns;
import dev.certbridge.regfish.generated.model.DnsRecordRequest;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.order.DomainValidation;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What publishing validation records in zones at regfish relies on. */
@RegfishConsumer
class RegfishRecordsPactTest {

    private static final String ID = "8801234";
    private static final String NAME = "_dnsauth.www.example.com";
    private static final String VALUE = "3f9c1e7ab2d04856.dcv.digicert.com";
    private static final String OLD_VALUE = "0000000000000000.dcv.digicert.com.";
    private static final String NOTE = "certbridge default: domain validation, removed after issuance";
    private static final String RECORD = "/dns/rr/{recordId}";
    private static final DomainValidation.DnsRecord WANTED =
            new DomainValidation.DnsRecord(NAME, "CNAME", VALUE, false);

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact publishing(PactBuilder pact) {
        records("the records of what is no zone", "www.example.com")
                .given(RegfishStates.ZONE)
                .answers(404, failure("Zone not found"))
                .in(pact);
        records("the records of an empty zone", "example.com")
                .given(RegfishStates.ZONE)
                .answers(200, body -> body.booleanValue("success", true).array("response", none -> {}))
                .in(pact);
        call("createRecord", "a new record")
                .given(RegfishStates.ZONE)
                .sends("POST", "/dns/rr")
                .body(RegfishRecordsPactTest::wanted)
                .answers(200, envelope(record -> record.integerType("id", Integer.valueOf(ID))))
                .in(pact);
        look().in(pact);
        return call("deleteRecord", "the removal of a record")
                .given(RegfishStates.RECORD_THERE, published())
                .sends("DELETE", RECORD, ID)
                .answers(200)
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "publishing")
    void a_record_is_made_in_the_zone_that_holds_its_name_and_taken_back(MockServer server) throws Exception {
        try (RegfishDns dns = Regfish.dns(PactSide.KEY, RegfishCalls.options(server))) {
            dns.publish(WANTED).close();
        }
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact changing(PactBuilder pact) {
        zoneWithOneOfOurs(pact);
        return call("patchRecordById", "the change of a record of ours")
                .given(RegfishStates.RECORD_THERE, Map.of("name", NAME + ".", "data", OLD_VALUE))
                .sends("PATCH", RECORD, ID)
                .body(RegfishRecordsPactTest::wanted)
                .answers(200, envelope(record -> record.integerType("id", Integer.valueOf(ID))))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "changing")
    void our_own_record_is_changed_where_only_one_fits(MockServer server) {
        try (RegfishDns dns = Regfish.dns(PactSide.KEY, RegfishCalls.options(server))) {
            dns.publish(WANTED);
        }
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact crowded(PactBuilder pact) {
        zoneWithOneOfOurs(pact);
        return call("patchRecordById", "the change of a record that does not fit beside another")
                .given(RegfishStates.RECORD_CROWDED, Map.of("name", NAME + "."))
                .sends("PATCH", RECORD, ID)
                .body(RegfishRecordsPactTest::wanted)
                .answers(400, failure("The record was not accepted"))
                .in(pact)
                .toPact();
    }

    /** Somebody else was quicker: what came to the name since it was read makes no second attempt, and is no reason to wait. */
    @Test
    @PactTestFor(pactMethod = "crowded")
    void a_change_that_is_refused_is_an_invalid_request_and_is_not_sent_again(MockServer server) {
        try (RegfishDns dns = Regfish.dns(PactSide.KEY, RegfishCalls.options(server))) {
            assertThatThrownBy(() -> dns.publish(WANTED)).isInstanceOf(InvalidRequestException.class);
        }
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact taken(PactBuilder pact) {
        return call("createRecord", "a record that is there already")
                .given(RegfishStates.RECORD_THERE, published())
                .sends("POST", "/dns/rr")
                .body(RegfishRecordsPactTest::wanted)
                // The one number that stands for something: the record exists.
                .answers(
                        400,
                        body -> body.booleanValue("success", false)
                                .numberValue("code", 15003)
                                .stringType("message", "Record already exists"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "taken")
    void a_record_that_is_there_already_is_a_conflict(MockServer server) {
        try (RegfishClient client = RegfishCalls.client(server)) {
            assertThatThrownBy(() -> client.records().createRecord(wanted())).isInstanceOf(ConflictException.class);
        }
    }

    @Pact(provider = "regfish", consumer = PactSide.CONSUMER)
    V4Pact gone(PactBuilder pact) {
        call("getRecord", "a look at a record that is gone")
                .given(RegfishStates.NO_RECORD)
                .sends("GET", RECORD, ID)
                .answers(404, failure("Record not found"))
                .in(pact);
        call("patchRecordById", "the change of a record that is gone")
                .given(RegfishStates.NO_RECORD)
                .sends("PATCH", RECORD, ID)
                .body(RegfishRecordsPactTest::wanted)
                .answers(404, failure("Record not found"))
                .in(pact);
        return call("deleteRecord", "the removal of a record that is gone")
                .given(RegfishStates.NO_RECORD)
                .sends("DELETE", RECORD, ID)
                .answers(404, failure("Record not found"))
                .in(pact)
                .toPact();
    }

    @Test
    @PactTestFor(pactMethod = "gone")
    void a_record_that_is_gone_is_not_found(MockServer server) {
        Long id = Long.valueOf(ID);
        try (RegfishClient client = RegfishCalls.client(server)) {
            assertThatThrownBy(() -> client.records().getRecord(id)).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> client.records().patchRecordById(id, wanted()))
                    .isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> client.records().deleteRecord(id)).isInstanceOf(NotFoundException.class);
        }
    }

    /** What is read before a record of ours is changed. */
    private static void zoneWithOneOfOurs(PactBuilder pact) {
        records("the records of what is no zone", "www.example.com")
                .given(RegfishStates.ZONE)
                .answers(404, failure("Zone not found"))
                .in(pact);
        records("the records of a zone with one of ours", "example.com")
                .given(RegfishStates.RECORD_THERE, Map.of("name", NAME + ".", "data", OLD_VALUE))
                .answers(
                        200,
                        body -> body.booleanValue("success", true)
                                .minArrayLike("response", 1, record -> record(record, OLD_VALUE)))
                .in(pact);
    }

    private static Expectation records(String description, String zone) {
        return call("listRecords", description).sends("GET", "/dns/" + zone + "/rr");
    }

    private static Expectation look() {
        return call("getRecord", "a look at a record before it is removed")
                .given(RegfishStates.RECORD_THERE, published())
                .sends("GET", RECORD, ID)
                .answers(200, envelope(record -> record(record, VALUE + ".")));
    }

    private static Map<String, String> published() {
        return Map.of("name", NAME + ".", "data", VALUE + ".");
    }

    private static void record(LambdaDslObject record, String data) {
        record.integerType("id", Integer.valueOf(ID))
                .stringValue("type", "CNAME")
                .stringType("name", NAME + ".")
                .stringType("data", data)
                .stringMatcher("annotation", "certbridge .*", NOTE);
    }

    private static void wanted(LambdaDslObject body) {
        body.stringValue("type", "CNAME")
                .stringType("name", NAME + ".")
                .stringType("data", VALUE + ".")
                .numberValue("ttl", 60)
                .stringMatcher("annotation", "certbridge .*", NOTE);
    }

    private static DnsRecordRequest wanted() {
        return new DnsRecordRequest()
                .type("CNAME")
                .name(NAME + ".")
                .data(VALUE + ".")
                .ttl(60)
                .annotation(NOTE);
    }
}
