package dev.certbridge.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;

/** The links of a page and the places that they can lead to. */
final class PageLinks {

    private PageLinks() {}

    /** Returns the targets of all links, and asserts that they are on the page. */
    static Set<String> targets(String page) {
        Set<String> links = found(page, "\\bhref=\"([^\"]*)\"");
        assertThat(links).allMatch(link -> link.startsWith("#"));
        return links.stream().map(link -> link.substring(1)).collect(Collectors.toSet());
    }

    /** Returns the ids on the page, and those of the sources and their lines, which the page has compressed. */
    static Set<String> anchors(String page) {
        Set<String> anchors = new HashSet<>(found(page, "\\bid=\"([^\"]*)\""));
        for (JsonNode source : sources(page)) {
            String id = source.get("id").textValue();
            anchors.add(id);
            if (source.get("hasLines").booleanValue()) {
                long lines = source.get("text").textValue().lines().count();
                LongStream.rangeClosed(1, lines).forEach(line -> anchors.add(id + "-L" + line));
            }
        }
        return anchors;
    }

    static JsonNode sources(String page) {
        String packed = found(page, "id=\"packed\">([^<]*)<").iterator().next();
        try (InputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(packed)))) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Set<String> found(String page, String pattern) {
        return Pattern.compile(pattern)
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }
}
