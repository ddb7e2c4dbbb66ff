package dev.certbridge.reseller.order;

import java.util.Optional;

/**
 * The person whom the certificate authority asks to confirm an order for an organization.
 *
 * @param firstName the first name, at most 40 characters
 * @param lastName the last name, at most 40 characters
 * @param email the e-mail address, in lower case
 * @param phone the phone number with the country code, {@code +31.612345678} for instance
 * @param jobTitle the job title, at most 40 characters
 */
public record Approver(String firstName, String lastName, String email, String phone, Optional<String> jobTitle) {

    /** Returns an approver without a job title. The values are checked only when the order is placed. */
    public static Approver of(String firstName, String lastName, String email, String phone) {
        return new Approver(firstName, lastName, email, phone, Optional.empty());
    }

    /** Returns a copy with this job title. */
    public Approver jobTitle(String value) {
        return new Approver(firstName, lastName, email, phone, Optional.of(value));
    }
}
