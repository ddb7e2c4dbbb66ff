package dev.certbridge.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/**
 * A changed contract of regfish, and what the comparison, the build and the kit say about it.
 *
 * @param severity the severity of the change, such as {@code BREAKING}
 * @param compiles true if the adapter compiles with the client that is generated from the contract
 * @param change the change in one line, or an empty text if there is none
 */
public record ChangedContract(
        String name, String severity, boolean compiles, String change, String text, Map<String, String> files) {

    /** The contract of regfish in the repository. */
    public static final Path REGFISH = Path.of("..", "specs", "regfish", "openapi.yaml");

    /** Returns all changed contracts. */
    public static List<ChangedContract> all() {
        try (InputStream in = ChangedContract.class.getResourceAsStream("changed-contracts.yaml")) {
            List<Map<String, Object>> cases = new Yaml().load(in);
            String regfish = Files.readString(REGFISH);
            return cases.stream().map(one -> of(one, regfish)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns true if the change needs work, so that each tool ends with exit code 1. */
    public boolean needsWork() {
        return !severity.equals("COMPATIBLE");
    }

    /** Writes the contract and its other files to a folder, and returns the file of the contract. */
    public Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        return Files.writeString(folder.resolve("openapi.yaml"), text);
    }

    @Override
    public String toString() {
        return name;
    }

    @SuppressWarnings("unchecked")
    private static ChangedContract of(Map<String, Object> one, String regfish) {
        List<String> texts = new ArrayList<>(List.of(regfish));
        ((List<Map<String, String>>) one.get("edits")).forEach(edit -> texts.set(0, edited(texts.get(0), edit)));
        Map<String, String> files = Map.of();
        Object schema = one.get("file");
        if (schema != null) {
            String heading = "    " + schema + ":\n";
            int start = texts.get(0).indexOf(heading) + heading.length();
            // The schema is the last part of the contract.
            files = Map.of(schema + ".yaml", texts.get(0).substring(start).replaceAll("(?m)^ {6}", ""));
            texts.set(0, texts.get(0).substring(0, start) + "      $ref: " + schema + ".yaml\n");
        }
        return new ChangedContract(
                (String) one.get("name"),
                (String) one.get("severity"),
                (boolean) one.get("compiles"),
                (String) one.get("change"),
                texts.get(0),
                files);
    }

    private static String edited(String text, Map<String, String> edit) {
        String after = edit.getOrDefault("after", "");
        int start = text.indexOf(after);
        int place = text.indexOf(edit.get("replace"), start);
        if (start < 0 || place < 0) {
            throw new IllegalArgumentException("the contract has no such text: " + edit);
        }
        String rest = text.substring(place);
        return text.substring(0, place)
                + (after.isEmpty()
                        ? rest.replace(edit.get("replace"), edit.get("by"))
                        : edit.get("by") + rest.substring(edit.get("replace").length()));
    }
}
