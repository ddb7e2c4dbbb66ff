package dev.certbridge.conformance.pact;

import au.com.dius.pact.provider.junitsupport.State;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.regfish.RegfishClient;
import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.regfish.generated.model.CertificateResponse;
import dev.certbridge.regfish.generated.model.DnsRecordRequest;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.regfish.RegfishStub;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The states of the pacts with regfish, set up in the stub. The request contains what a state returns. */
final class RegfishStates {

    static final String KEY_UNKNOWN = "the API key is not known";
    static final String NO_ORDERS = "there are no orders";
    static final String WAITING = "an order waits for its DNS record";
    static final String WAITING_FOR_MAIL = "an order waits for an e-mail";
    static final String HELD_BACK = "an order waits for its organization";
    static final String REJECTED = "an order was rejected";
    static final String ISSUED = "a certificate was issued";
    static final String REISSUING = "a certificate is being reissued";
    static final String NOT_THERE = "there is no such certificate";
    static final String NOT_USABLE = "the organization cannot be used for orders";
    static final String RECORD_THERE = "the zone holds a record of ours";
    static final String NO_RECORD = "there is no such record";
    static final String ZONE = "the zone is hosted here";
    static final String RECORD_CROWDED = "the zone holds a record of ours, and somebody else's at its name";
    static final String NO_PEM = "PEM files are not offered any more";
    static final String FAILS = "regfish fails";
    static final String CA_FAILS = "the CA behind regfish fails";

    private static final String CERTIFICATE_ID = "certificateId";
    private static final String ORGANIZATION_ID = "organizationId";
    private static final String OPERATION = "operationId";
    private static final String DOMAIN = "example.com";

    private final RegfishStub stub;

    RegfishStates(RegfishStub stub) {
        this.stub = stub;
    }

    @State(Expectation.KEY_ACCEPTED)
    Map<String, Object> keyAccepted() {
        return Map.of("apiKey", stub.apiKey());
    }

    @State(KEY_UNKNOWN)
    Map<String, Object> keyUnknown() {
        return Map.of("apiKey", "nobody-has-this-key");
    }

    @State(NO_ORDERS)
    void asItStarts() {}

    @State(WAITING)
    Map<String, Object> waiting() {
        return Map.of(CERTIFICATE_ID, place(RegfishCalls.order()), ORGANIZATION_ID, RegfishStub.ORGANIZATION);
    }

    @State(WAITING_FOR_MAIL)
    Map<String, Object> waitingForMail() {
        CertificateRequest order = RegfishCalls.order().dcvMethod("email").dcvEmails(List.of("admin@example.com"));
        return Map.of(CERTIFICATE_ID, place(order));
    }

    @State(HELD_BACK)
    Map<String, Object> heldBack() {
        String id = place(RegfishCalls.order().sku("TrueBusinessID"));
        return Map.of(CERTIFICATE_ID, id, ORGANIZATION_ID, RegfishStub.ORGANIZATION);
    }

    @State(REJECTED)
    Map<String, Object> rejected() {
        String id = place(RegfishCalls.order());
        stub.end(id, "rejected");
        return Map.of(CERTIFICATE_ID, id);
    }

    @State(ISSUED)
    Map<String, Object> issued() {
        String id = place(RegfishCalls.order());
        stub.issue(id);
        return Map.of(CERTIFICATE_ID, id);
    }

    @State(REISSUING)
    Map<String, Object> reissuing() {
        Map<String, Object> issued = issued();
        String id = (String) issued.get(CERTIFICATE_ID);
        using(client -> client.certificates().reissueCertificate(id, RegfishCalls.reissue(), SpendPermit.once()));
        return issued;
    }

    @State(NOT_THERE)
    Map<String, Object> notThere() {
        return Map.of(CERTIFICATE_ID, "0000000000000");
    }

    @State(NOT_USABLE)
    Map<String, Object> notUsable() {
        return Map.of(ORGANIZATION_ID, RegfishStub.UNUSABLE_ORGANIZATION);
    }

    @State(ZONE)
    void zone() {
        stub.zone(DOMAIN);
    }

    @State(RECORD_THERE)
    Map<String, Object> recordThere(Map<String, Object> parameters) {
        return recordThere("CNAME", (String) parameters.get("name"), (String) parameters.get("data"));
    }

    private Map<String, Object> recordThere(String type, String name, String data) {
        stub.zone(DOMAIN);
        DnsRecordRequest record =
                new DnsRecordRequest().type(type).name(name).data(data).annotation("certbridge domain validation");
        return Map.of(
                "recordId",
                using(client ->
                        client.records().createRecord(record).getResponse().getId()));
    }

    @State(NO_RECORD)
    Map<String, Object> noRecord() {
        stub.zone(DOMAIN);
        return Map.of("recordId", 1);
    }

    /** A TXT record, so that another one can come to its name; only a CNAME then does not fit there any more. */
    @State(RECORD_CROWDED)
    Map<String, Object> recordCrowded(Map<String, Object> parameters) {
        String name = (String) parameters.get("name");
        Map<String, Object> ours = recordThere("TXT", name, "ours");
        stub.zone(DOMAIN).add("TXT", name, "theirs");
        return ours;
    }

    /**
     * The stub always offers what our adapter asks for, so it is made to refuse: this pact is verified against the
     * contract's example, and says nothing of how the stub behaves.
     */
    @State(NO_PEM)
    void noPem() {
        stub.answer("downloadCertificate", CannedFailure.documented(400, "unknownFormat"));
    }

    /** Makes an operation fail: an internal failure is no state of an order. */
    @State(FAILS)
    void fails(Map<String, Object> parameters) {
        stub.answer((String) parameters.get(OPERATION), CannedFailure.documented(500, "unexpected"));
    }

    /** The stub's own CA never fails. */
    @State(CA_FAILS)
    void caFails(Map<String, Object> parameters) {
        stub.answer((String) parameters.get(OPERATION), CannedFailure.documented(502, "caFailed"));
    }

    private String place(CertificateRequest order) {
        return using(client -> client.certificates()
                .createCertificate(order, SpendPermit.once())
                .as(CertificateResponse.class)
                .getResponse()
                .getId());
    }

    private <T> T using(Function<RegfishClient, T> call) {
        try (RegfishClient client = RegfishClient.connect(
                stub.apiKey(), ConnectOptions.builder().uri(stub.uri()).build())) {
            return call.apply(client);
        }
    }
}
