package dev.certbridge.conformance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A part of a document that a test makes, between two comments; {@code -Dreadme.update=true} writes it.
 *
 * @param file the document
 * @param name of the part, as in {@code <!-- name: made by a test -->}
 */
record GeneratedPart(Path file, String name) {

    /** One of the README. */
    static GeneratedPart ofReadme(String name) {
        return new GeneratedPart(Path.of("..", "README.md"), name);
    }

    /** That the part is this text; or writes it. */
    void requireIs(String text) throws IOException {
        String document = Files.readString(file);
        String opening = "<!-- " + name + ": made by a test -->\n";
        int begin = document.indexOf(opening) + opening.length();
        int end = document.indexOf("<!-- /" + name + " -->");
        assertThat(begin).as("%s has the part %s", file, name).isGreaterThanOrEqualTo(opening.length());
        assertThat(end).as("%s ends the part %s", file, name).isGreaterThanOrEqualTo(begin);
        if (Boolean.getBoolean("readme.update")) {
            Files.writeString(file, document.substring(0, begin) + text + document.substring(end));
        } else {
            assertThat(document.substring(begin, end))
                    .as("run this test with -Dreadme.update=true and look at the change")
                    .isEqualTo(text);
        }
    }
}
