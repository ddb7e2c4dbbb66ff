package dev.certbridge.conformance.pact;

import static dev.certbridge.conformance.pact.RegfishCalls.adapter;
import static dev.certbridge.conformance.pact.RegfishCalls.call;
import static dev.certbridge.conformance.pact.RegfishCalls.client;
import static dev.certbridge.conformance.pact.RegfishCalls.envelope;
import static dev.certbridge.conformance.pact.RegfishCalls.failure;
import static dev.certbridge.conformance.pact.RegfishCalls.list;
import static dev.certbridge.conformance.pact.RegfishCalls.look;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import au.com.dius.pact.consumer.dsl.PactDslJsonRootValue;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.regfish.RegfishDns;
import dev.certbridge.regfish.generated.model.DnsRecordRequest;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.Product;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads at regfish, and the DNS records that the client publishes there. */
class RegfishReadsPactTest extends PactTable {

    private static final String SERIAL = "c4e81b7d25f39a6607c1ed8";

    @Override
    Stream<PactCase> cases() {
        return Stream.of(single(), listed(), publications(), errors()).flatMap(rows -> rows);
    }

    private static Stream<PactCase> single() {
        return Stream.of(
                call("listProducts", "the catalog")
                        .responds(
                                200,
                                body -> body.booleanValue("success", true)
                                        .minArrayLike(
                                                "response",
                                                1,
                                                product -> product.stringType("sku", "RapidSSL")
                                                        .stringType("name", "RapidSSL")
                                                        .stringMatcher("type", "(?i)dv|ov|ev", "dv")
                                                        .stringMatcher("validation_level", "(?i)dv|ov|ev", "dv")))
                        .then(
                                "the catalog lists what can be ordered",
                                adapter(regfish -> assertThat(regfish.reseller().products())
                                        .containsExactly(Product.of("RapidSSL", "RapidSSL", "dv", List.of())))),
                look("a look at an order that waits for its record", RegfishStates.WAITING, order -> {
                            order.stringValue("status", "pending").booleanValue("action_required", false);
                            RegfishCalls.validation(order);
                        })
                        .then("a pending order has the record to publish", adapter(regfish -> {
                            Order order = regfish.get();
                            assertThat(order.state()).isEqualTo(Order.State.PENDING);
                            assertThat(order.validations())
                                    .singleElement()
                                    .isInstanceOfSatisfying(
                                            DomainValidation.DnsRecord.class,
                                            record -> assertThat(record.name()).isEqualTo("_dnsauth.www.example.com"));
                        })),
                look(
                                "a look at an order that waits for an e-mail",
                                RegfishStates.WAITING_FOR_MAIL,
                                order -> order.stringValue("status", "pending")
                                        .booleanValue("action_required", false)
                                        .object(
                                                "validation",
                                                validation -> validation.minArrayLike(
                                                        "email_targets",
                                                        1,
                                                        PactDslJsonRootValue.stringMatcher(
                                                                "\\S+@\\S+", "admin@example.com"),
                                                        1)))
                        .then(
                                "an order that is validated by e-mail has the address",
                                adapter(regfish -> assertThat(regfish.get().validations())
                                        .containsExactly(new DomainValidation.Email("admin@example.com", false)))),
                look(
                                "a look at an order that was held back",
                                RegfishStates.HELD_BACK,
                                order -> order.stringValue("status", "pending")
                                        .booleanValue("action_required", true)
                                        .stringType("pending_reason", "organization_required")
                                        .stringType("pending_message", "An organization has to be chosen.")
                                        .stringMatcher(
                                                "completion_url",
                                                "https://\\S+",
                                                "https://dash.regfish.com/my/certs/complete"))
                        .then(
                                "an order that was held back has a link",
                                adapter(regfish -> assertThat(regfish.get().action())
                                        .contains(new Order.Action(
                                                "An organization has to be chosen.",
                                                Optional.of(
                                                        URI.create("https://dash.regfish.com/my/certs/complete")))))),
                look("a look at an issued certificate", RegfishStates.ISSUED, RegfishReadsPactTest::issued)
                        .then("an issued certificate has names, serial and validity", adapter(regfish -> {
                            assertThat(regfish.get().state()).isEqualTo(Order.State.ISSUED);
                            Certificate certificate =
                                    regfish.reseller().certificates().get(regfish.certificateId());
                            assertThat(certificate.state()).isEqualTo(Certificate.State.ACTIVE);
                            assertThat(certificate.names()).containsExactly(PactFixtures.NAME);
                            assertThat(certificate.serial()).contains(SERIAL);
                            assertThat(certificate.notBefore()).isPresent();
                            assertThat(certificate.notAfter()).isPresent();
                        })),
                look(
                                "a look at an order that was rejected",
                                RegfishStates.REJECTED,
                                order -> order.stringValue("status", "rejected"))
                        .then(
                                "a rejected order has ended",
                                adapter(regfish ->
                                        assertThat(regfish.get().state()).isEqualTo(Order.State.ENDED))),
                RegfishCalls.download()
                        .then(
                                "the download is the leaf and its issuers",
                                adapter(regfish -> assertThat(regfish.reseller()
                                                .orders()
                                                .download(regfish.orderId())
                                                .names())
                                        .containsExactly(PactFixtures.NAME))));
    }

    private static Stream<PactCase> listed() {
        return Stream.of(
                pending()
                        .then(
                                "an equal open order in the list stops an order",
                                adapter(regfish -> assertThatThrownBy(() -> regfish.order(RegfishCalls.request()))
                                        .isInstanceOf(PossibleDuplicateException.class))),
                pending()
                        .then(
                                "an open order is listed with its validations",
                                adapter(regfish -> assertThat(
                                                regfish.reseller().orders().list())
                                        .singleElement()
                                        .satisfies(order -> {
                                            assertThat(order.id().providerId()).isEqualTo(RegfishCalls.ID);
                                            assertThat(order.state()).isEqualTo(Order.State.PENDING);
                                            assertThat(order.validations()).hasSize(1);
                                        }))),
                list("the list of certificates with an issued one", RegfishStates.ISSUED, RegfishReadsPactTest::issued)
                        .then(
                                "an issued certificate is listed with its serial",
                                adapter(regfish -> assertThat(regfish.reseller()
                                                .certificates()
                                                .expiringBefore(Instant.MAX))
                                        .singleElement()
                                        .satisfies(certificate -> {
                                            assertThat(certificate.state()).isEqualTo(Certificate.State.ACTIVE);
                                            assertThat(certificate.serial()).isPresent();
                                        }))),
                list("the list of certificates with a reissue", RegfishStates.REISSUING, certificate -> {
                            issued(certificate);
                            RegfishCalls.pendingReissue(certificate);
                        })
                        .then(
                                "a reissue is listed with its validations",
                                adapter(regfish -> assertThat(
                                                regfish.reseller().orders().list())
                                        .filteredOn(order -> order.id().kind() == OrderId.Kind.REISSUE)
                                        .singleElement()
                                        .satisfies(order -> {
                                            assertThat(order.state()).isEqualTo(Order.State.PENDING);
                                            assertThat(order.validations()).hasSize(1);
                                            assertThat(order.id().oldSerial()).isEqualTo(SERIAL);
                                        }))));
    }

    private static void issued(LambdaDslObject certificate) {
        RegfishCalls.names(certificate);
        RegfishCalls.issued(certificate);
    }

    private static Expectation pending() {
        return list("the list of certificates with an open order", RegfishStates.WAITING, order -> {
            RegfishCalls.names(order);
            order.stringValue("status", "pending")
                    .booleanType("action_required", false)
                    .booleanType("certificate_pem_available", false)
                    .integerType("validity_days", 199)
                    .stringType("order_state", "PENDING")
                    .stringType("pending_reason", "validation_pending")
                    .stringType("pending_message", "Domain control has not been shown yet.");
            RegfishCalls.validation(order);
        });
    }

    private static final long ID = Long.parseLong(RegfishCalls.RECORD_ID);
    private static final String NAME = "_dnsauth.www.example.com";
    private static final String VALUE = "3f9c1e7ab2d04856.dcv.digicert.com";
    private static final String OLD_VALUE = "0000000000000000.dcv.digicert.com.";
    private static final String NOTE = "certbridge default: domain validation, removed after issuance";

    private static Stream<PactCase> publications() {
        Expectation emptyZone = records("the records of an empty zone", "example.com")
                .given(RegfishStates.ZONE)
                .responds(200, body -> body.booleanValue("success", true).array("response", none -> {}));
        Expectation create = call("createRecord", "a new record")
                .given(RegfishStates.ZONE)
                .body(RegfishReadsPactTest::record)
                .responds(200, envelope(record -> record.integerType("id", (int) ID)));
        Expectation get = call("getRecord", "a look at a record before it is removed")
                .given(RegfishStates.RECORD_THERE, published())
                .responds(200, envelope(record -> published(record, VALUE + ".")));
        Expectation delete = call("deleteRecord", "the removal of a record")
                .given(RegfishStates.RECORD_THERE, published())
                .responds(200);
        Expectation patch = call("patchRecordById", "the change of a record of ours")
                .given(RegfishStates.RECORD_THERE, Map.of("name", NAME + ".", "data", OLD_VALUE))
                .body(RegfishReadsPactTest::record)
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
                        .body(RegfishReadsPactTest::record)
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
                        .body(RegfishReadsPactTest::record)
                        .responds(400, failure("The record was not accepted"))
                        .fails(
                                InvalidRequestException.class,
                                server -> publish(server, false),
                                noZone(),
                                zoneWithOneOfOurs()),
                call("patchRecordById", "the change of a record that is gone")
                        .given(RegfishStates.NO_RECORD)
                        .body(RegfishReadsPactTest::record)
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
