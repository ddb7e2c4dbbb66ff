package dev.certbridge.stub.realtime;

import java.util.Set;

/** What can be listed, and the fields that it can be filtered by. */
enum ListedResources {
    PROCESSES(
            "id",
            Set.of(
                    "id",
                    "user",
                    "status",
                    "statusDetail",
                    "resumeTypes",
                    "createdDate",
                    "updatedDate",
                    "startedDate",
                    "type",
                    "identifier",
                    "action",
                    "command")),
    CERTIFICATES(
            "id",
            Set.of(
                    "id",
                    "process",
                    "product",
                    "validationType",
                    "certificateType",
                    "domainName",
                    "organization",
                    "department",
                    "addressLine",
                    "postalCode",
                    "city",
                    "state",
                    "country",
                    "coc",
                    "providerId",
                    "startDate",
                    "expiryDate",
                    "subscriptionEndDate",
                    "san",
                    "status",
                    "publicKeyAlgorithm",
                    "publicKeySize",
                    "certificate",
                    "fingerprint")),
    NOTIFICATIONS(
            "id",
            Set.of(
                    "id",
                    "fireDate",
                    "readDate",
                    "acknowledgeDate",
                    "message",
                    "reason",
                    "eventType",
                    "notificationType")),
    PRODUCTS(
            "product",
            Set.of(
                    "product",
                    "brand",
                    "name",
                    "validationType",
                    "certificateType",
                    "features",
                    "periods",
                    "warranty",
                    "issueTime",
                    "renewalWindow",
                    "includedDomains",
                    "maxDomains"));

    private final String identifyingField;
    private final Set<String> filterable;

    ListedResources(String identifyingField, Set<String> filterable) {
        this.identifyingField = identifyingField;
        this.filterable = filterable;
    }

    String identifyingField() {
        return identifyingField;
    }

    boolean isFilterable(String field) {
        return filterable.contains(field);
    }
}
