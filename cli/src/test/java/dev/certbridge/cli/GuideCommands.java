package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Runs the commands of a guide in this process, one after the other. A command with {@code --live} calls a stub in
 * place of the real service, with an order book and an output folder of this test. {@code ORDER-ID} is the order that
 * the last command printed, {@code BACKUP-FILE} a new file, and {@code CERTIFICATE-ID} the first active certificate of
 * the reseller that was named last.
 */
final class GuideCommands {

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|\\S+");
    private static final Pattern EXIT = Pattern.compile("# exit code ([0-9])$");
    private static final Set<String> WRITING = Set.of("order", "renew", "reissue", "await", "download");
    private static final Map<String, String> KEYS =
            Map.of("REGFISH_API_KEY", "k", "REALTIME_API_KEY", "k", "REALTIME_CUSTOMER", "example-handle");

    private final Path folder;
    private final Map<String, ServedStub> stubs;
    private String reseller = "";
    private String order = "";

    /**
     * Creates the runner.
     *
     * @param folder for order books and output
     * @param stubs the stubs by reseller
     */
    GuideCommands(Path folder, Map<String, ServedStub> stubs) {
        this.folder = folder;
        this.stubs = stubs;
    }

    /** Runs one line. Fails unless it ends with the exit code in the comment at its end, 0 without a comment. */
    void run(String line) {
        String command = line.replaceFirst("\\s+#.*$", "");
        assertThat(command).startsWith("./certbridge ");
        List<String> words = WORD.matcher(command)
                .results()
                .skip(1)
                .map((MatchResult word) -> word.group(1) == null ? word.group() : word.group(1))
                .toList();
        if (words.contains("--reseller")) {
            reseller = words.get(words.indexOf("--reseller") + 1);
        }
        CliRun run = CliRun.of(atStub(words).toArray(String[]::new));
        int expected = EXIT.matcher(line)
                .results()
                .findFirst()
                .map(code -> Integer.parseInt(code.group(1)))
                .orElse(0);
        assertThat(run.exit()).as("%s%n%s%s", line, run.out(), run.err()).isEqualTo(expected);
        run.values("order").stream().findFirst().ifPresent(id -> order = id);
        if (words.contains("--live") && words.get(0).equals("order")) {
            requireComplete(words);
        }
    }

    private List<String> atStub(List<String> words) {
        List<String> replaced = new ArrayList<>();
        for (String word : words) {
            switch (word) {
                case "--live" ->
                    replaced.addAll(List.of(
                            "--stub-url", stubs.get(reseller).stub().uri().toString(), "--book", book()));
                case "ORDER-ID" -> replaced.add(order);
                case "BACKUP-FILE" -> replaced.add(folder.resolve("backup.db").toString());
                case "CERTIFICATE-ID" -> replaced.add(certificate());
                default -> replaced.add(word);
            }
        }
        if (!words.contains("--live") && words.contains("--reseller")) {
            int at = replaced.indexOf("--reseller");
            replaced.subList(at, at + 2).clear();
            replaced.addAll(List.of("--book", book()));
        }
        if (WRITING.contains(words.get(0))) {
            replaced.addAll(
                    List.of("--out", folder.resolve("out-" + words.hashCode()).toString()));
        }
        return replaced;
    }

    /** Runs an order as it is written, with nothing but a refusing proxy behind it: no option is missing. */
    private void requireComplete(List<String> words) {
        try (UnreachableServer proxy = UnreachableServer.listen()) {
            Map<String, String> environment = new HashMap<>(KEYS);
            environment.put("HOME", folder.toString());
            environment.put("HTTPS_PROXY", proxy.address());
            List<String> line = new ArrayList<>(words);
            line.addAll(List.of("--out", folder.resolve("live").toString()));
            CliRun.in(environment, line.toArray(String[]::new)).requireExit(1);
            assertThat(proxy.asked()).isNotEmpty();
        }
    }

    private String book() {
        return folder.resolve(reseller + ".db").toString();
    }

    private String certificate() {
        CliRun run = stubs.get(reseller).at("certificates", "--json");
        return StreamSupport.stream(run.requireDone().json().get("certificates").spliterator(), false)
                .filter(certificate -> certificate.get("state").textValue().equalsIgnoreCase("active"))
                .map(certificate -> certificate.get("id").textValue())
                .findFirst()
                .orElseThrow();
    }
}
