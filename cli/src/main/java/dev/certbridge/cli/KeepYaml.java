package dev.certbridge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads YAML into nodes with line numbers. Refuses anchors and aliases, because a small file with aliases can describe
 * a huge document.
 */
final class KeepYaml {

    /** The maximum size of a file, in bytes. The entry of one certificate takes about 200 bytes. */
    private static final int LARGEST = 16 * 1024 * 1024;

    private KeepYaml() {}

    /**
     * Returns the root of the document in a file.
     *
     * @throws KeepFileException the file is empty or not valid YAML, has more than one document, or contains an anchor
     * @throws IllegalArgumentException the file cannot be read
     */
    static Node root(Path file) {
        String text = text(file);
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        Yaml yaml = new Yaml(options);
        try {
            requirePlain(file, yaml, text);
            Node root = yaml.compose(new StringReader(text));
            if (root == null) {
                throw new KeepFileException(file, 1, "the file is empty; see docs/fleet.md for an example");
            }
            return root;
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new KeepFileException(file, line, "not valid YAML: " + problem(e) + "; correct this line");
        } catch (YAMLException e) {
            throw new KeepFileException(
                    file, 1, "not valid YAML: " + oneLine(e.getMessage()) + "; write this part as plain text");
        }
    }

    private static void requirePlain(Path file, Yaml yaml, String text) {
        int documents = 0;
        for (Event event : yaml.parse(new StringReader(text))) {
            int line = event.getStartMark().getLine() + 1;
            if (event instanceof DocumentStartEvent && ++documents > 1) {
                throw new KeepFileException(
                        file, line, "a second YAML document starts here; write only one" + " document, without ---");
            }
            if (event instanceof AliasEvent || event instanceof NodeEvent node && node.getAnchor() != null) {
                throw new KeepFileException(
                        file, line, "anchors (&) and aliases (*) are not supported; use defaults, or repeat the value");
            }
        }
    }

    private static String problem(MarkedYAMLException e) {
        return String.valueOf(e.getProblem()).contains("\\t(TAB)")
                ? "a tab in the indentation; use spaces"
                : oneLine(String.valueOf(e.getProblem()));
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() > 150 ? line.substring(0, 150) : line;
    }

    private static String text(Path file) {
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("there is no file " + file + "; see docs/fleet.md for an example");
        }
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(file + " is a folder, a device or a pipe; name a YAML file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IllegalArgumentException(
                        file + " has more than " + LARGEST + " bytes; divide it into several files");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new KeepFileException(file, 1, "the file is not UTF-8; save it as UTF-8");
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read; check its permissions", e);
        }
    }
}
