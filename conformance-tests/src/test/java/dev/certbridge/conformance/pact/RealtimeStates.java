package dev.certbridge.conformance.pact;

import au.com.dius.pact.provider.junitsupport.State;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.conformance.pact.RealtimeBodies.RealtimeOrganization;
import dev.certbridge.realtime.RealtimeClient;
import dev.certbridge.realtime.generated.model.CertificateRenewRequest;
import dev.certbridge.realtime.generated.model.CertificateRequest;
import dev.certbridge.realtime.generated.model.CertificateRevokeRequest;
import dev.certbridge.realtime.generated.model.DomainControlValidation;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.realtime.DownloadBodyType;
import dev.certbridge.stub.realtime.OrderOutcome;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The states of the pacts with Realtime Register, set up in the stub. The request contains what a state returns. */
final class RealtimeStates {

    /** Neither done nor ended. */
    static final String RUNNING_PATTERN = "NEW|VALIDATED|SCHEDULED|RUNNING|SUSPENDED|IN_DOUBT";

    static final String KEY_UNKNOWN = "the API key is not known";
    static final String NO_ORDERS = "there are no orders";
    static final String RUNNING = "a process is under way";
    static final String OTHER_PROOFS = "a process waits for a file and an e-mail";
    static final String NEEDS_A_PERSON = "a process waits for its organization";
    static final String SUSPENDED = "a process is suspended until its organization is known";
    static final String NEEDS_PAPERS = "papers are missing";
    static final String ISSUED = "a process completed with a certificate";
    static final String ISSUED_TO_ORGANIZATION = "an organization has a certificate";
    static final String ISSUED_THE_OLD_WAY = "a process of the deprecated call completed with a certificate";
    static final String REVOKED = "a certificate was revoked";
    static final String RENEWED = "a certificate was renewed";
    static final String FAILED = "a process failed and its charge was given back";
    static final String ACKNOWLEDGED = "the notification about a process was acknowledged";
    static final String NOT_THERE = "there is no such process";
    static final String REFUSES = "Realtime Register refuses";

    private static final String PROCESS_ID = "processId";
    private static final String CERTIFICATE_ID = "certificateId";
    private static final String NOTIFICATION_ID = "notificationId";

    private final RealtimeStub stub;

    RealtimeStates(RealtimeStub stub) {
        // One form has to stand in the pact; which one the reseller answers is not documented, and the client reads
        // all.
        this.stub = stub.downloadsAs(DownloadBodyType.PEM);
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

    /** Looked at once, so that its charge shows. */
    @State(RUNNING)
    Map<String, Object> running() {
        return underWay(place(RealtimeCalls.order()));
    }

    @State(OTHER_PROOFS)
    Map<String, Object> otherProofs() {
        stub.neverAsksForAcknowledgment();
        CertificateRequest order = RealtimeCalls.order()
                .product("ssl_example_multi")
                .csr(PactFixtures.CSR_OF_TWO)
                .dcv(List.of(
                        new DomainControlValidation()
                                .commonName(PactFixtures.NAME)
                                .type("FILE"),
                        new DomainControlValidation()
                                .commonName(PactFixtures.OTHER_NAME)
                                .type("EMAIL")
                                .email("admin@example.net")));
        return underWay(place(order));
    }

    @State(NEEDS_A_PERSON)
    Map<String, Object> needsAPerson() {
        return underWay(place(RealtimeOrganization.order()));
    }

    @State(SUSPENDED)
    Map<String, Object> suspended() {
        Map<String, Object> underWay = needsAPerson();
        using(client -> client.processes().getProcess((Long) underWay.get(PROCESS_ID), null));
        return underWay;
    }

    /** The stub asks for no papers. */
    @State(NEEDS_PAPERS)
    void needsPapers() {
        stub.answer("getProcessInfo", CannedFailure.documented(200, "WaitingForOrganization"));
    }

    @State(ISSUED)
    Map<String, Object> issued() {
        return completed(place(RealtimeCalls.order()));
    }

    @State(ISSUED_TO_ORGANIZATION)
    Map<String, Object> issuedToOrganization() {
        return completed(place(RealtimeOrganization.order()));
    }

    @State(ISSUED_THE_OLD_WAY)
    Map<String, Object> issuedTheOldWay() {
        return completed(place(RealtimeCalls.order().product("ssl_comodo_positive")));
    }

    @State(REVOKED)
    Map<String, Object> revoked() {
        Map<String, Object> issued = issued();
        using(client -> client.certificates()
                .revokeCertificate(
                        (Long) issued.get(CERTIFICATE_ID), new CertificateRevokeRequest(), SpendPermit.once()));
        return issued;
    }

    @State(RENEWED)
    Map<String, Object> renewed() {
        Map<String, Object> issued = issued();
        CertificateRenewRequest renewal = new CertificateRenewRequest()
                .period(12)
                .csr(PactFixtures.OTHER_CSR)
                .dcv(RealtimeCalls.byDns(PactFixtures.NAME));
        completed(process(using(client -> client.certificates()
                .renewCertificate((Long) issued.get(CERTIFICATE_ID), renewal, null, SpendPermit.once()))));
        return issued;
    }

    @State(FAILED)
    Map<String, Object> failed() {
        long process = place(RealtimeCalls.order());
        stub.end(process, OrderOutcome.FAILED_AND_REFUNDED);
        String notification = using(client -> String.valueOf(client.notifications()
                .pollNotification(RealtimeCalls.CUSTOMER)
                .getNotification()
                .getId()));
        return Map.of(PROCESS_ID, process, NOTIFICATION_ID, notification);
    }

    @State(ACKNOWLEDGED)
    Map<String, Object> acknowledged() {
        Map<String, Object> failed = failed();
        using(client -> client.notifications()
                .acknowledgeNotification(RealtimeCalls.CUSTOMER, (String) failed.get(NOTIFICATION_ID)));
        return failed;
    }

    @State(NOT_THERE)
    Map<String, Object> notThere() {
        return Map.of(PROCESS_ID, "1", CERTIFICATE_ID, "1");
    }

    /** Refuses an operation: internal failures, rights, credit and rates are no state of an order. */
    @State(REFUSES)
    void refuses(Map<String, Object> parameters) {
        stub.answer(
                (String) parameters.get("operationId"),
                CannedFailure.documented(
                                Integer.parseInt((String) parameters.get("status")), (String) parameters.get("type"))
                        // Pact's own client sends again after a 429 or a 503.
                        .always());
    }

    private Map<String, Object> underWay(long process) {
        using(client -> client.processes().getProcess(process, null));
        return Map.of(PROCESS_ID, process, "before", process - 1, "identifier", PactFixtures.NAME);
    }

    private Map<String, Object> completed(long process) {
        stub.end(process, OrderOutcome.DONE);
        Map<String, String> filter = Map.of("process:eq", Long.toString(process));
        Long certificate = using(client -> client.certificates()
                .listCertificates(null, null, null, null, null, null, null, filter)
                .getEntities()
                .get(0)
                .getId());
        return Map.of(PROCESS_ID, process, CERTIFICATE_ID, certificate, "until", "2126-01-01T00:00:00Z");
    }

    private long place(CertificateRequest order) {
        return process(using(client -> client.certificates().requestCertificate(order, null, SpendPermit.once())));
    }

    private static long process(ApiResponse answer) {
        return Long.parseLong(answer.header("x-process-id").orElseThrow());
    }

    private <T> T using(Function<RealtimeClient, T> call) {
        try (RealtimeClient client = RealtimeClient.connect(
                stub.apiKey(), ConnectOptions.builder().uri(stub.uri()).build())) {
            return call.apply(client);
        }
    }
}
