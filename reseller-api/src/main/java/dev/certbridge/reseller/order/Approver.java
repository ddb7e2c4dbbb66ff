package dev.certbridge.reseller.order;

import java.util.Optional;

/**
 * The person who answers for an organization when the certificate authority asks.
 *
 * @param firstName at most 40 characters
 * @param lastName at most 40 characters
 * @param email in lower case
 * @param phone with the country's code, {@code +31.612345678}
 * @param jobTitle at most 40 characters
 */
public record Approver(String firstName, String lastName, String email, String phone, Optional<String> jobTitle) {

    /** Creates an approver without a job title. */
    public static Approver of(String firstName, String lastName, String email, String phone) {
        return new Approver(firstName, lastName, email, phone, Optional.empty());
    }

    /** Returns the same approver with this job title. */
    public Approver jobTitle(String value) {
        return new Approver(firstName, lastName, email, phone, Optional.of(value));
    }
}
