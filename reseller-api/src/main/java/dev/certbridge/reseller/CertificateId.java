package dev.certbridge.reseller;

import java.util.Objects;

/**
 * A certificate at a reseller. Another type than {@link OrderId}, because process and certificate ids are both
 * integers at Realtime Register.
 *
 * @param provider the reseller's name
 * @param environment {@code live}, {@code ote}, or the host of another address
 * @param account the customer handle at Realtime Register; {@code -} where none was given
 * @param providerId the reseller's id of the certificate
 */
public record CertificateId(String provider, String environment, String account, String providerId) {
    public CertificateId {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(providerId, "providerId");
    }
}
