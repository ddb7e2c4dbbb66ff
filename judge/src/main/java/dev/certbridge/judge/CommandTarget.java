package dev.certbridge.judge;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The stub to which a command sends its requests.
 *
 * @param url the base URL of the stub, without a slash at the end
 * @param key the API key that the stub accepts
 * @param customer the customer that requests must contain, or an empty text if requests need no customer
 */
public record CommandTarget(String url, String key, String customer, String reseller, Scenario scenario) {

    /** Returns the target that describes a running stub. */
    public static CommandTarget of(JudgedStub stub) {
        return new CommandTarget(
                stub.uri().toString(), stub.apiKey(), stub.customer(), stub.reseller(), stub.scenario());
    }

    /** Returns the environment variables that the command receives. */
    public Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("CERTBRIDGE_URL", url);
        variables.put("CERTBRIDGE_KEY", key);
        variables.put("CERTBRIDGE_CUSTOMER", customer);
        variables.put("CERTBRIDGE_RESELLER", reseller);
        variables.put("CERTBRIDGE_SCENARIO", scenario.id());
        return variables;
    }

    /** Replaces {@code {url}}, {@code {key}} and {@code {customer}} in an argument of the command. */
    String fill(String argument) {
        return argument.replace("{url}", url).replace("{key}", key).replace("{customer}", customer);
    }

    /** Returns the name of the file for the output of the command. */
    String outputFile() {
        return reseller + "-" + scenario.id() + ".log";
    }
}
