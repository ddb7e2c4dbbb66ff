package dev.certbridge.specs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The operations that can cost money. They are listed here a second time, so that a removed {@code x-spends} fails a test. */
final class SpendingList {

    /** The reason why each operation can cost money. */
    static final Map<String, Map<String, String>> REASONS = Map.of(
            "regfish",
            Map.of(
                    "createCertificate", "places a paid order, or a paid renewal",
                    "reissueCertificate", "makes the CA issue under a paid order; no source confirms that this is free",
                    "completeCertificate", "sends a postponed order to the CA"),
            "realtime",
            Map.of(
                    "createCertificate", "places a paid order in the deprecated way",
                    "renewCertificateLegacy", "renews for a price in the deprecated way",
                    "requestCertificate", "places a paid order",
                    "renewCertificate", "renews for a price",
                    "reissueCertificate", "takes quote, so it has a price, for instance of more names",
                    "revokeCertificate", "cannot be undone, and the price is not refunded",
                    "createAcmeSubscription", "starts a paid subscription",
                    "updateAcmeSubscription", "takes quote, so it has a price, for instance of more names",
                    "renewAcmeSubscription", "renews a paid subscription"));

    private SpendingList() {}

    static List<String> violations(Contract contract) {
        Map<String, String> listed = new TreeMap<>(REASONS.get(contract.provider()));
        List<String> violations = new ArrayList<>();
        for (Operation operation : contract.operations()) {
            boolean known = listed.remove(operation.id()) != null;
            if (known && !operation.spends()) {
                violations.add(operation + ": x-spends: true is missing, but it "
                        + REASONS.get(contract.provider()).get(operation.id()));
            } else if (!known && operation.node().has("x-spends")) {
                violations.add(operation + ": has x-spends, but SpendingList has no reason for it");
            }
        }
        listed.keySet()
                .forEach(id -> violations.add("specs/%s/openapi.yaml: %s is in SpendingList, but not in the contract"
                        .formatted(contract.provider(), id)));
        return violations;
    }
}
