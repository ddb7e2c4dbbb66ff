package dev.certbridge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.contract.ChangeLocation;
import dev.certbridge.contract.ContractChange;
import dev.certbridge.contract.ContractDiff;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.Severity;
import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;

/** A difference between contracts for programs. Every member is always there; members are only ever added. */
final class DiffJsonReport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private DiffJsonReport() {}

    static String of(ContractDocument before, ContractDocument after, ContractDiff diff) {
        ObjectNode root = JSON.createObjectNode();
        root.put("old", before.name());
        root.put("new", after.name());
        root.put("breaking", diff.breaking());
        root.put("breakingChanges", diff.changes(Severity.BREAKING).size());
        root.put("compatibleChanges", diff.changes(Severity.COMPATIBLE).size());
        root.put("distinctBreakingChanges", diff.distinct(Severity.BREAKING));
        root.put("distinctCompatibleChanges", diff.distinct(Severity.COMPATIBLE));
        ArrayNode changes = root.putArray("changes");
        diff.changes().forEach(change -> changes.add(change(change)));
        texts(
                root.putArray("operations"),
                sorted(diff, change -> java.util.List.of(change.location().operation())));
        texts(root.putArray("members"), sorted(diff, ContractChange::members));
        try {
            // The line feed of every platform is the same one here, so that the bytes are.
            return JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(root)
                    .replace("\r\n", "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write JSON", e);
        }
    }

    private static ObjectNode change(ContractChange change) {
        ChangeLocation place = change.location();
        ObjectNode node = JSON.createObjectNode();
        node.put("severity", change.severity().name().toLowerCase(Locale.ROOT));
        node.put("rule", change.type().id());
        node.put("operation", place.operation());
        node.put("status", place.status());
        node.put("parameter", place.parameter());
        node.put("mediaType", place.mediaType());
        node.put("field", place.field());
        node.put("change", change.sentence());
        texts(node.putArray("members"), change.members());
        return node;
    }

    private static TreeSet<String> sorted(ContractDiff diff, Function<ContractChange, Collection<String>> part) {
        TreeSet<String> all = new TreeSet<>();
        diff.changes().forEach(change -> all.addAll(part.apply(change)));
        return all;
    }

    private static void texts(ArrayNode array, Collection<String> texts) {
        texts.forEach(array::add);
    }
}
