package dev.certbridge.spring;

/**
 * Thrown when the application starts, if a property is missing or wrong, or if a library cannot be used. Spring Boot
 * prints the message and the action of this exception without a stack trace.
 */
public final class CertbridgeConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String action;

    CertbridgeConfigurationException(String message, String action) {
        super(message);
        this.action = action;
    }

    CertbridgeConfigurationException(String message, String action, Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    /** Returns a text that tells the user how to correct the configuration. */
    public String action() {
        return action;
    }
}
