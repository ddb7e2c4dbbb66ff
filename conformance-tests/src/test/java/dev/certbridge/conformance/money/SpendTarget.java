package dev.certbridge.conformance.money;

import java.util.Set;
import java.util.stream.Collectors;

/** The operation of the contract that a spend goes to. */
public final class SpendTarget {

    private SpendTarget() {}

    /** The operations of a reseller whose answers {@link DerivedSpendTest} spoils. */
    public static Set<String> operations(String reseller) {
        return DerivedSpendTest.spends().stream()
                .filter(row -> reseller(row).equals(reseller))
                .map(SpendTarget::operation)
                .collect(Collectors.toSet());
    }

    static String reseller(SpendRow row) {
        return row.variant() == ClientVariant.REGFISH ? "regfish" : "realtime";
    }

    static String operation(SpendRow row) {
        return switch (row.variant()) {
            case REGFISH ->
                switch (row.operation()) {
                    case ORDER, RENEW -> "createCertificate";
                    case REISSUE -> "reissueCertificate";
                    case COMPLETE -> "completeCertificate";
                };
            case REALTIME ->
                switch (row.operation()) {
                    case RENEW -> "renewCertificate";
                    case REISSUE -> "reissueCertificate";
                    default -> "requestCertificate";
                };
            case DEPRECATED -> row.operation() == SpendOperation.RENEW ? "renewCertificateLegacy" : "createCertificate";
        };
    }
}
