package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.ContractViolation;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubBehaviour;
import dev.certbridge.stub.StubCall;
import dev.certbridge.stub.regfish.RegfishOrderHandler.OrderBody;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The documented behaviour of regfish. */
final class RegfishBehaviour implements StubBehaviour {

    static final String KEY = "not-a-real-regfish-key";

    static final Set<String> WITH_NAMES = Set.of("createCertificate", "getCertificate", "downloadCertificate");

    private final RegfishState state;
    private final RegfishOrderHandler orders;

    RegfishBehaviour(RegfishState state, RegfishOrderHandler orders) {
        this.state = state;
        this.orders = orders;
    }

    @Override
    public String apiKey() {
        return KEY;
    }

    @Override
    public Optional<String> credential(StubCall call) {
        return call.header("x-api-key");
    }

    @Override
    public Reply unauthorized() {
        return failure(401, "Unauthorized", "Unauthorized");
    }

    @Override
    public Reply unknownRoute(String method, String path) {
        return failure(404, "Not found", "Nothing at this address");
    }

    /**
     * Returns true if the reseller refuses requests with this violation. The stub accepts unknown members, because the
     * vendor's DNS client sends an unknown member {@code id}.
     */
    @Override
    public boolean refuses(ContractViolation violation) {
        return StubBehaviour.super.refuses(violation) && violation.kind() != ContractViolation.Kind.UNKNOWN_PROPERTY;
    }

    @Override
    public Reply refusal(StubCall call, List<ContractViolation> violations) {
        String detail = violations.stream().map(ContractViolation::toString).collect(Collectors.joining("; "));
        return failure(400, "The request was not accepted", detail);
    }

    @Override
    public List<String> names(StubCall call) {
        if (call.operationId().equals("createCertificate")) {
            return OrderBody.names(call.json());
        }
        return Optional.ofNullable(call.pathParameters().get("certificate_id"))
                .flatMap(state.orders()::find)
                .map(RegfishOrder::names)
                .orElse(List.of());
    }

    /** Returns true if the answer shows a certificate with a final status and without a pending reissue. */
    @Override
    public boolean isFinal(StubCall call, Reply reply) {
        JsonNode certificate = reply.json().path("response");
        return call.operationId().equals("getCertificate")
                && RegfishOrder.FINAL.contains(certificate.path("status").asText())
                && !certificate.path("reissue").path("status").asText().equals(RegfishOrder.PENDING);
    }

    @Override
    public Optional<Reply> answer(StubCall call) {
        try {
            return content(call).map(RegfishBehaviour::success).or(() -> other(call));
        } catch (RegfishRefusal e) {
            return Optional.of(e.reply());
        }
    }

    private Optional<JsonNode> content(StubCall call) {
        OrganizationStore organizations = state.organizations();
        return Optional.ofNullable(
                switch (call.operationId()) {
                    case "createCertificate" -> orders.create(call.json());
                    case "listCertificates" -> state.orders().list();
                    case "getCertificate" -> order(call).read();
                    case "reissueCertificate" -> orders.reissue(order(call), call.json());
                    case "completeCertificate" ->
                        orders.complete(order(call), call.json().path("org_id").asText());
                    case "listProducts" -> state.catalog().json();
                    case "listOrganizations" -> organizations.list();
                    case "createOrganization" ->
                        organizations.create(call.json()).json();
                    case "patchOrganization" ->
                        organizations
                                .patch(call.pathParameter("organization_id"), call.json())
                                .json();
                    default -> null;
                });
    }

    private Optional<Reply> other(StubCall call) {
        return call.operationId().equals("downloadCertificate")
                ? Optional.of(order(call).download(call.pathParameter("format")))
                : state.zones().answer(call);
    }

    private RegfishOrder order(StubCall call) {
        return state.orders().get(call.pathParameter("certificate_id"), "Certificate not found");
    }

    static Reply success(JsonNode response) {
        ObjectNode body = Reply.object().put("success", true).put("code", 0);
        body.set("response", response);
        return Reply.json(200, body);
    }

    static Reply done() {
        return Reply.json(200, Reply.object().put("success", true));
    }

    static Reply failure(int status, String message, String error) {
        return new RegfishRefusal(status, message, error).reply();
    }

    /**
     * A refusal by regfish. Nothing was booked. Only the refusal of a DNS record that already exists has an error code.
     */
    static final class RegfishRefusal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        /** The error code for a DNS record that already exists, as two third-party DNS clients use it. */
        private static final int RECORD_EXISTS = 15003;

        private final int status;
        private final int code;
        private final String headline;
        private final String detail;

        RegfishRefusal(int status, String headline) {
            this(status, headline, headline);
        }

        RegfishRefusal(int status, String headline, String detail) {
            this(status, 0, headline, detail);
        }

        private RegfishRefusal(int status, int code, String headline, String detail) {
            super(status + " " + detail, null, false, false);
            this.status = status;
            this.code = code;
            this.headline = headline;
            this.detail = detail;
        }

        static RegfishRefusal recordExists() {
            return new RegfishRefusal(400, RECORD_EXISTS, "The record exists already", "The record exists already");
        }

        Reply reply() {
            ObjectNode body = Reply.object().put("success", false);
            if (code != 0) {
                body.put("code", code);
            }
            return Reply.json(status, body.put("message", headline).put("error", detail));
        }
    }
}
