package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RegfishCalls.call;
import static dev.certbridge.conformance.pact.RegfishCalls.client;
import static dev.certbridge.conformance.pact.RegfishCalls.envelope;
import static dev.certbridge.conformance.pact.RegfishCalls.failure;
import static org.assertj.core.api.Assertions.assertThatCode;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.regfish.RegfishDns;
import dev.certbridge.regfish.generated.model.DnsRecordRequest;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.order.DomainValidation;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The publication of validation records in zones at regfish, with its errors. */
class RegfishRecordsPactTest extends PactTable {

    private static final long ID = Long.parseLong(RegfishCalls.RECORD_ID);
    private static final String NAME = "_dnsauth.www.example.com";
    private static final String VALUE = "3f9c1e7ab2d04856.dcv.digicert.com";
    private static final String OLD_VALUE = "0000000000000000.dcv.digicert.com.";
    private static final String NOTE = "certbridge default: domain validation, removed after issuance";

    @Override
    Stream<PactCase> cases() {
        return Stream.concat(publications(), errors());
    }

    private static Stream<PactCase> publications() {
        Expectation emptyZone = records("the records of an empty zone", "example.com")
                .given(RegfishStates.ZONE)
                .responds(200, body -> body.booleanValue("success", true).array("response", none -> {}));
        Expectation create = call("createRecord", "a new record")
                .given(RegfishStates.ZONE)
                .body(RegfishRecordsPactTest::record)
                .responds(200, envelope(record -> record.integerType("id", (int) ID)));
        Expectation get = call("getRecord", "a look at a record before it is removed")
                .given(RegfishStates.RECORD_THERE, published())
                .responds(200, envelope(record -> published(record, VALUE + ".")));
        Expectation delete = call("deleteRecord", "the removal of a record")
                .given(RegfishStates.RECORD_THERE, published())
                .responds(200);
        Expectation patch = call("patchRecordById", "the change of a record of ours")
                .given(RegfishStates.RECORD_THERE, Map.of("name", NAME + ".", "data", OLD_VALUE))
                .body(RegfishRecordsPactTest::record)
                .responds(200, envelope(record -> record.integerType("id", (int) ID)));
        return Stream.of(
                new PactCase(
                        "a record is created in the zone of its name, and deleted when it is closed",
                        List.of(noZone(), emptyZone, create, get, delete),
                        server -> publish(server, true)),
                new PactCase(
                        "our own record is changed where only one is allowed",
                        List.of(noZone(), zoneWithOneOfOurs(), patch),
                        server -> publish(server, false)));
    }

    private static Stream<PactCase> errors() {
        Consumer<MockServer> create = client(regfish -> regfish.records().createRecord(record()));
        Consumer<MockServer> get = client(regfish -> regfish.records().getRecord(ID));
        Consumer<MockServer> patch = client(regfish -> regfish.records().patchRecordById(ID, record()));
        Consumer<MockServer> delete = client(regfish -> regfish.records().deleteRecord(ID));
        return Stream.of(
                call("createRecord", "a record that is there already")
                        .given(RegfishStates.RECORD_THERE, published())
                        .body(RegfishRecordsPactTest::record)
                        // The only code with a documented meaning: the record exists.
                        .responds(
                                400,
                                body -> body.booleanValue("success", false)
                                        .numberValue("code", 15003)
                                        .stringType("message", "Record already exists"))
                        .fails(ConflictException.class, create),
                call("getRecord", "a look at a record that is gone")
                        .given(RegfishStates.NO_RECORD)
                        .responds(404, failure("Record not found"))
                        .fails(NotFoundException.class, get),
                // Another record came to the name after it was read: the change is neither repeated nor waited for.
                call("patchRecordById", "the change of a record that does not fit beside another")
                        .given(RegfishStates.RECORD_CROWDED, Map.of("name", NAME + "."))
                        .body(RegfishRecordsPactTest::record)
                        .responds(400, failure("The record was not accepted"))
                        .fails(
                                InvalidRequestException.class,
                                server -> publish(server, false),
                                noZone(),
                                zoneWithOneOfOurs()),
                call("patchRecordById", "the change of a record that is gone")
                        .given(RegfishStates.NO_RECORD)
                        .body(RegfishRecordsPactTest::record)
                        .responds(404, failure("Record not found"))
                        .fails(NotFoundException.class, patch),
                call("deleteRecord", "the removal of a record that is gone")
                        .given(RegfishStates.NO_RECORD)
                        .responds(404, failure("Record not found"))
                        .fails(NotFoundException.class, delete));
    }

    private static void publish(MockServer server, boolean close) {
        try (RegfishDns dns = Regfish.dns(PactSide.KEY, AdapterUnderTest.options(server))) {
            AutoCloseable publication = dns.publish(new DomainValidation.DnsRecord(NAME, "CNAME", VALUE, false));
            if (close) {
                assertThatCode(publication::close).doesNotThrowAnyException();
            }
        }
    }

    private static Expectation records(String description, String zone) {
        return call("listRecords", description).sends("GET /dns/" + zone + "/rr", Map.of());
    }

    private static Expectation noZone() {
        return records("the records of what is no zone", "www.example.com")
                .given(RegfishStates.ZONE)
                .responds(404, failure("Zone not found"));
    }

    private static Expectation zoneWithOneOfOurs() {
        return records("the records of a zone with one of ours", "example.com")
                .given(RegfishStates.RECORD_THERE, Map.of("name", NAME + ".", "data", OLD_VALUE))
                .responds(
                        200,
                        body -> body.booleanValue("success", true)
                                .minArrayLike("response", 1, record -> published(record, OLD_VALUE)));
    }

    private static Map<String, String> published() {
        return Map.of("name", NAME + ".", "data", VALUE + ".");
    }

    private static void published(LambdaDslObject record, String data) {
        record.integerType("id", (int) ID)
                .stringValue("type", "CNAME")
                .stringType("name", NAME + ".")
                .stringType("data", data)
                .stringMatcher("annotation", "certbridge .*", NOTE);
    }

    private static void record(LambdaDslObject body) {
        body.stringValue("type", "CNAME")
                .stringType("name", NAME + ".")
                .stringType("data", VALUE + ".")
                .numberValue("ttl", 60)
                .stringMatcher("annotation", "certbridge .*", NOTE);
    }

    private static DnsRecordRequest record() {
        return new DnsRecordRequest()
                .type("CNAME")
                .name(NAME + ".")
                .data(VALUE + ".")
                .ttl(60)
                .annotation(NOTE);
    }
}
