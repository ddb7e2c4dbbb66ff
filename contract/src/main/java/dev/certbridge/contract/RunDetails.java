package dev.certbridge.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The start of a run, and the versions of certbridge, the JDK and the contracts.
 *
 * @param date the start of the run, without fractions of a second
 * @param certbridge the version of certbridge, or {@code development build} if the classes are not in a jar
 * @param jdk the version of the JDK
 * @param contracts the {@code info.version} of each contract, by the name of the reseller
 */
public record RunDetails(Instant date, String certbridge, String jdk, SortedMap<String, String> contracts) {

    /** Returns the details of a run that starts now with these contracts. */
    public static RunDetails of(Clock clock, Collection<ContractDocument> contracts) {
        String version = RunDetails.class.getPackage().getImplementationVersion();
        return new RunDetails(
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                Optional.ofNullable(version).orElse("development build"),
                System.getProperty("java.version"),
                contracts.stream()
                        .collect(Collectors.toMap(
                                ContractDocument::name, ContractDocument::version, (a, b) -> a, TreeMap::new)));
    }

    /** Returns the details in one line. */
    public String text() {
        return date + ", certbridge " + certbridge + ", JDK " + jdk + ", contracts: "
                + contracts.entrySet().stream()
                        .map(contract -> contract.getKey() + " " + contract.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** Returns the details as JSON. The JSON object has the same members for every run. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("date", date.toString())
                .put("certbridge", certbridge)
                .put("jdk", jdk);
        ArrayNode versions = json.putArray("contracts");
        contracts.forEach((reseller, version) ->
                versions.addObject().put("reseller", reseller).put("version", version));
        return json;
    }
}
