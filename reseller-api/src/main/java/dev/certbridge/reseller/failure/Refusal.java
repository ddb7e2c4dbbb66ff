package dev.certbridge.reseller.failure;

import java.io.Serializable;

/**
 * A refusal of a request by the reseller or by a local check.
 *
 * @param status the HTTP status; 0 if a local check refused the request before anything was sent
 * @param code the error code or type in the body; an empty text if the body has none
 * @param message the message in the body, shortened to one line; an empty text if the body has none
 */
public record Refusal(int status, String code, String message) implements Serializable {

    /** Returns a refusal by a local check. */
    public static Refusal local(String message) {
        return new Refusal(0, "", message);
    }

    @Override
    public String toString() {
        if (status == 0) {
            return message;
        }
        return status + (code.isEmpty() ? "" : " " + code) + (message.isEmpty() ? "" : ": " + message);
    }
}
