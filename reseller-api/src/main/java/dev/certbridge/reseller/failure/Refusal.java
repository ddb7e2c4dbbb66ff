package dev.certbridge.reseller.failure;

import java.io.Serializable;

/**
 * What a reseller answered when it said no.
 *
 * @param status the HTTP status; 0 when the request was refused locally, before anything was sent
 * @param code the body's own code or error type, empty when it had none
 * @param message the body's message on one line, shortened, empty when it had none
 */
public record Refusal(int status, String code, String message) implements Serializable {

    /** A refusal found by checking the request locally. */
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
